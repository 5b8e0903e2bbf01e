import type { OnnxGraph } from './onnx-graph.ts';
import type { WeightTensor } from './weight-tensor.ts';

/** Where the channels of a computed value lie: ONNX's convolutions want them first, TensorFlow has them last. */
export type Layout = 'channels_first' | 'channels_last' | 'flat';

export interface ComputedValue {
  kind: 'computed';
  readonly name: string;
  layout: Layout;
}

export interface ConstantValue {
  kind: 'constant';
  weight: WeightTensor;
}

export type GraphValue = ComputedValue | ConstantValue;

/** A clip that is not written yet, because the next operator may narrow it. */
interface PendingClip {
  input: string;
  min: number;
  max: number;
}

const pendingClips = new WeakMap<ComputedValue, PendingClip>();

/**
 * The value limited to `min..max`. A chain of limits becomes one node: TensorFlow's `Relu`, `Minimum` and
 * `Maximum` with numbers are all of this kind, and the runtime joins one `Clip` with the convolution before it.
 */
export function clipped(graph: OnnxGraph, value: ComputedValue, min: number, max: number): ComputedValue {
  const before = pendingClips.get(value);
  const clip: PendingClip = {
    input: before?.input ?? value.name,
    min: Math.max(min, before?.min ?? -Infinity),
    max: Math.min(max, before?.max ?? Infinity),
  };
  let written: string | undefined;
  const result: ComputedValue = {
    kind: 'computed',
    layout: value.layout,
    get name() {
      written ??= writeClip(graph, clip);
      return written;
    },
  };
  pendingClips.set(result, clip);
  return result;
}

function writeClip(graph: OnnxGraph, { input, min, max }: PendingClip): string {
  if (min === 0 && max === Infinity) return graph.node('Relu', [input]);
  const bound = (limit: number) => (Number.isFinite(limit) ? graph.scalar(limit) : '');
  return graph.node('Clip', [input, bound(min), bound(max)]);
}

export function computed(name: string, layout: Layout): ComputedValue {
  return { kind: 'computed', name, layout };
}

export function requireComputed(value: GraphValue | undefined): ComputedValue {
  if (value?.kind !== 'computed') throw new Error('A computed value is needed here.');
  return value;
}

export function requireConstant(value: GraphValue | undefined): WeightTensor {
  if (value?.kind !== 'constant') throw new Error('A constant is needed here.');
  return value.weight;
}

export function toChannelsFirst(graph: OnnxGraph, value: ComputedValue): ComputedValue {
  if (value.layout !== 'channels_last') return value;
  return computed(graph.node('Transpose', [value.name], { perm: [0, 3, 1, 2] }), 'channels_first');
}

export function toChannelsLast(graph: OnnxGraph, value: ComputedValue): ComputedValue {
  if (value.layout !== 'channels_first') return value;
  return computed(graph.node('Transpose', [value.name], { perm: [0, 2, 3, 1] }), 'channels_last');
}

/** Writes a constant so that it broadcasts over a value of the given layout. */
export function writeConstant(graph: OnnxGraph, weight: WeightTensor, layout: Layout): string {
  const { shape, data } = weight;
  if (layout !== 'channels_first' || data.length === 1) {
    return graph.weight(data.length === 1 ? [] : shape, data);
  }
  const channels = shape[shape.length - 1]!;
  if (data.length === channels) return graph.weight([channels, 1, 1], data);
  const [height, width] = shape.slice(-3) as [number, number, number];
  const moved = new Float32Array(data.length);
  for (let position = 0; position < height * width; position++) {
    for (let c = 0; c < channels; c++) {
      moved[c * height * width + position] = data[position * channels + c]!;
    }
  }
  return graph.weight([channels, height, width], moved);
}
