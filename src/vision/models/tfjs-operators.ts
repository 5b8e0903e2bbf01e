import { toConvolutionKernel, toDepthwiseKernel } from './convolution-layout.ts';
import type { OnnxAttribute, OnnxGraph } from './onnx-graph.ts';
import type { TfjsNode } from './tfjs-graph.ts';
import {
  type ComputedValue,
  clipped,
  computed,
  type GraphValue,
  requireComputed,
  requireConstant,
  toChannelsFirst,
  toChannelsLast,
  writeConstant,
} from './tfjs-values.ts';

type Operator = (graph: OnnxGraph, node: TfjsNode, inputs: readonly GraphValue[]) => GraphValue;

/** Position of TensorFlow's axis (batch, height, width, channels) once the channels come first. */
const AXIS_CHANNELS_FIRST = [0, 2, 3, 1] as const;

function spatial(node: TfjsNode, attribute: string): number[] {
  return (node.integers(attribute) ?? [1, 1, 1, 1]).slice(1, 3);
}

function paddingAttribute(node: TfjsNode): Record<string, OnnxAttribute> {
  const padding = node.text('padding');
  if (padding === 'SAME') return { auto_pad: 'SAME_UPPER' };
  if (padding === 'VALID') return { auto_pad: 'VALID' };
  throw new Error(`${node.name} has the unknown padding ${padding}.`);
}

/** What a fused operator does after its product: bias is handled by the caller. */
function applyFused(
  graph: OnnxGraph,
  node: TfjsNode,
  value: ComputedValue,
  inputs: readonly GraphValue[],
): ComputedValue {
  let { name } = value;
  for (const fused of node.texts('fused_ops')) {
    if (fused === 'BiasAdd') continue;
    if (fused === 'Relu') name = graph.node('Relu', [name]);
    else if (fused === 'Relu6') name = graph.node('Clip', [name, graph.scalar(0), graph.scalar(6)]);
    else if (fused === 'Prelu') {
      const slope = writeConstant(graph, requireConstant(inputs[3]), value.layout);
      name = graph.node('PRelu', [name, slope]);
    } else throw new Error(`${node.name} fuses the unknown ${fused}.`);
  }
  return computed(name, value.layout);
}

function convolution(depthwise: boolean): Operator {
  return (graph, node, inputs) => {
    const input = toChannelsFirst(graph, requireComputed(inputs[0]));
    const stored = requireConstant(inputs[1]);
    const kernel = depthwise ? toDepthwiseKernel(stored) : toConvolutionKernel(stored);
    const operands = [input.name, graph.weight(kernel.shape, kernel.data)];
    if (node.texts('fused_ops').includes('BiasAdd')) {
      operands.push(graph.weight([kernel.shape[0]!], requireConstant(inputs[2]).data));
    }
    const name = graph.node('Conv', operands, {
      kernel_shape: kernel.shape.slice(2),
      strides: spatial(node, 'strides'),
      dilations: spatial(node, 'dilations'),
      group: depthwise ? stored.shape[2]! : 1,
      ...paddingAttribute(node),
    });
    return applyFused(graph, node, computed(name, 'channels_first'), inputs);
  };
}

function binary(onnxOperator: string): Operator {
  return (graph, _node, [left, right]) => {
    if (left?.kind === 'computed' && right?.kind === 'computed') {
      const sameLayout = left.layout === right.layout;
      const a = sameLayout ? left : toChannelsLast(graph, left);
      const b = sameLayout ? right : toChannelsLast(graph, right);
      return computed(graph.node(onnxOperator, [a.name, b.name]), a.layout);
    }
    const value = requireComputed(left?.kind === 'computed' ? left : right);
    const operand = (side: GraphValue | undefined) =>
      side?.kind === 'computed' ? side.name : writeConstant(graph, requireConstant(side), value.layout);
    return computed(graph.node(onnxOperator, [operand(left), operand(right)]), value.layout);
  };
}

function unary(onnxOperator: string): Operator {
  return (graph, _node, inputs) => {
    const value = requireComputed(inputs[0]);
    return computed(graph.node(onnxOperator, [value.name]), value.layout);
  };
}

function limit(min: number, max: number): Operator {
  return (graph, _node, inputs) => clipped(graph, requireComputed(inputs[0]), min, max);
}

/** `Minimum` or `Maximum` with a number. */
function limitBy(side: 'min' | 'max'): Operator {
  return (graph, node, inputs) => {
    const { data } = requireConstant(inputs[1]);
    if (data.length !== 1) throw new Error(`${node.name} compares with more than a number.`);
    const bounds = side === 'min' ? ([data[0]!, Infinity] as const) : ([-Infinity, data[0]!] as const);
    return clipped(graph, requireComputed(inputs[0]), ...bounds);
  };
}

function pool(onnxOperator: string): Operator {
  return (graph, node, inputs) => {
    const input = toChannelsFirst(graph, requireComputed(inputs[0]));
    const attributes = {
      kernel_shape: spatial(node, 'ksize'),
      strides: spatial(node, 'strides'),
      ...paddingAttribute(node),
    };
    return computed(graph.node(onnxOperator, [input.name], attributes), 'channels_first');
  };
}

const pad: Operator = (graph, _node, inputs) => {
  const input = toChannelsFirst(graph, requireComputed(inputs[0]));
  const stored = requireConstant(inputs[1]).data;
  const at = (axis: number, side: number): number => stored[2 * axis + side]!;
  const order = [0, 3, 1, 2];
  const pads = [...order.map((axis) => at(axis, 0)), ...order.map((axis) => at(axis, 1))];
  return computed(graph.node('Pad', [input.name, graph.integers(pads)]), 'channels_first');
};

const reshape: Operator = (graph, _node, inputs) => {
  const input = toChannelsLast(graph, requireComputed(inputs[0]));
  const shape = Array.from(requireConstant(inputs[1]).data);
  const name = graph.node('Reshape', [input.name, graph.integers(shape)]);
  return computed(name, shape.length === 4 ? 'channels_last' : 'flat');
};

const mean: Operator = (graph, node, inputs) => {
  const input = requireComputed(inputs[0]);
  const isFirst = input.layout === 'channels_first';
  const axes = Array.from(requireConstant(inputs[1]).data, (axis) =>
    isFirst ? AXIS_CHANNELS_FIRST[axis]! : axis,
  );
  const keeps = node.flag('keep_dims');
  const name = graph.node('ReduceMean', [input.name, graph.integers(axes)], { keepdims: keeps ? 1 : 0 });
  return computed(name, keeps ? input.layout : 'flat');
};

const prelu: Operator = (graph, _node, inputs) => {
  const value = requireComputed(inputs[0]);
  const slope = writeConstant(graph, requireConstant(inputs[1]), value.layout);
  return computed(graph.node('PRelu', [value.name, slope]), value.layout);
};

/** Every TensorFlow operator the packaged nets use up to the outputs we take. */
export const TFJS_OPERATORS: Readonly<Record<string, Operator>> = {
  Conv2D: convolution(false),
  _FusedConv2D: convolution(false),
  DepthwiseConv2dNative: convolution(true),
  FusedDepthwiseConv2dNative: convolution(true),
  Add: binary('Add'),
  AddV2: binary('Add'),
  Mul: binary('Mul'),
  Minimum: limitBy('max'),
  Maximum: limitBy('min'),
  Relu: limit(0, Infinity),
  Relu6: limit(0, 6),
  Sigmoid: unary('Sigmoid'),
  MaxPool: pool('MaxPool'),
  Pad: pad,
  Reshape: reshape,
  Mean: mean,
  Prelu: prelu,
  Identity: (_graph, _node, [value]) => requireComputed(value),
};
