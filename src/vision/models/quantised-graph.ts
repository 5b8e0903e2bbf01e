import { type OnnxAttribute, OnnxGraph, type WeightData } from './onnx-graph.ts';
import type { WeightTensor } from './weight-tensor.ts';

/** Smallest and largest value that a step of a net was seen to give, by the step's number. */
export type ActivationRanges = Readonly<Record<number, readonly [min: number, max: number]>>;

/** Steps whose results are kept in 8 bits. Step 0 is the picture. */
const KEPT_SMALL = new Set(['Conv', 'Mul', 'Add', 'Relu', 'Clip', 'MaxPool', 'AveragePool', 'Pad']);
const AT_LEAST_ZERO = new Set(['Relu', 'Clip']);
const LEVELS = 255;
/**
 * Weights of dense convolutions take 7 of the 8 bits: processors without VNNI add two products in 16 bits, which then
 * cannot overflow, so that every processor gives the same templates. Depthwise kernels add in 32 bits everywhere.
 */
const DENSE_LEVELS = 63;
const DEPTHWISE_LEVELS = 127;

/** Lays a net as it is, and shows what every step gives, so that ranges can be measured. */
export class ObservedGraph extends OnnxGraph {
  #step = 0;

  override node(
    operator: string,
    inputs: readonly string[],
    attributes: Record<string, OnnxAttribute> = {},
    outputName?: string,
  ): string {
    const step = ++this.#step;
    if (!KEPT_SMALL.has(operator)) return super.node(operator, inputs, attributes, outputName);
    const name = super.node(operator, inputs, attributes, `step_${step}`);
    this.output(name);
    return name;
  }
}

/** A convolution that is not written yet: what scales and shifts its result is taken into its weights first. */
interface Pending {
  kind: 'pending';
  step: number;
  input: string;
  kernel: WeightTensor & { data: Float32Array };
  bias: Float32Array;
  attributes: Record<string, OnnxAttribute>;
}

/** Written, in 32 bits, and to be brought to 8 where it is used. */
interface Raw {
  kind: 'raw';
  step: number;
  name: string;
}

interface Weight {
  kind: 'weight';
  shape: readonly number[];
  data: WeightData;
}

/** Of a quantised value: the name under which it is read, and the size of one level. */
interface Small {
  name: string;
  scale: number;
}

/**
 * Lays the same net in 8 bits: every convolution, sum and pool between a QuantizeLinear and a DequantizeLinear, which the
 * runtime fuses into integer kernels. Weights have a scale per channel. What Relu and Clip cut off lies outside the
 * range and is cut off by it.
 */
export class QuantisedGraph extends OnnxGraph {
  readonly #ranges: ActivationRanges;
  readonly #values = new Map<string, Pending | Raw | Weight>();
  readonly #small = new Map<string, Small>();
  #step = 0;
  #handles = 0;

  constructor(opset: number, ranges: ActivationRanges) {
    super(opset);
    this.#ranges = ranges;
  }

  override input(name: string, dimensions: readonly (number | string)[]): string {
    this.#values.set(name, { kind: 'raw', step: 0, name });
    return super.input(name, dimensions);
  }

  override weight(shape: readonly number[], data: WeightData): string {
    return this.#keep({ kind: 'weight', shape, data });
  }

  override node(
    operator: string,
    inputs: readonly string[],
    attributes: Record<string, OnnxAttribute> = {},
    outputName?: string,
  ): string {
    const step = ++this.#step;
    if (operator === 'Conv') return this.#keep(this.#pending(step, inputs, attributes));
    const folded = this.#folded(operator, step, inputs);
    if (folded) return this.#keep(folded);
    if (AT_LEAST_ZERO.has(operator)) {
      const name = this.#written(inputs[0]!);
      return this.#keep({ kind: 'raw', step, name });
    }
    const read = inputs.map((input) => this.#read(input));
    const name = super.node(operator, read, attributes, outputName);
    return KEPT_SMALL.has(operator) ? this.#keep({ kind: 'raw', step, name }) : name;
  }

  #keep(value: Pending | Raw | Weight): string {
    const handle = `handle_${++this.#handles}`;
    this.#values.set(handle, value);
    return handle;
  }

  #floats(handle: string): WeightTensor & { data: Float32Array } {
    const value = this.#values.get(handle);
    if (value?.kind !== 'weight' || !(value.data instanceof Float32Array)) {
      throw new Error(`${handle} is not a weight of numbers.`);
    }
    return { shape: [...value.shape], data: value.data };
  }

  #pending(
    step: number,
    [input, kernelHandle, biasHandle]: readonly string[],
    attributes: Record<string, OnnxAttribute>,
  ): Pending {
    const kernel = this.#floats(kernelHandle!);
    const bias = biasHandle ? this.#floats(biasHandle).data : new Float32Array(kernel.shape[0]!);
    return { kind: 'pending', step, input: input!, kernel, bias, attributes };
  }

  /** A convolution times, or plus, one number per channel is a convolution. */
  #folded(operator: string, step: number, inputs: readonly string[]): Pending | null {
    const values = inputs.map((input) => this.#values.get(input));
    const pending = values.find((value) => value?.kind === 'pending');
    const weight = values.find((value) => value?.kind === 'weight');
    if (!pending || weight?.data.length !== pending.bias.length) return null;
    const by = weight.data as Float32Array;
    if (operator === 'Add') return { ...pending, step, bias: pending.bias.map((value, i) => value + by[i]!) };
    if (operator !== 'Mul') return null;
    const perChannel = pending.kernel.data.length / by.length;
    const data = pending.kernel.data.map((value, i) => value * by[Math.floor(i / perChannel)]!);
    const bias = pending.bias.map((value, i) => value * by[i]!);
    return { ...pending, step, kernel: { ...pending.kernel, data }, bias };
  }

  /** The name of a value in 32 bits; writes a convolution that is still open. */
  #written(handle: string): string {
    const value = this.#values.get(handle);
    if (!value) return handle;
    if (value.kind === 'weight') return super.weight(value.shape, value.data);
    return value.kind === 'raw' ? value.name : this.#convolve(value);
  }

  /** What a step reads: weights as they are, results through 8 bits. */
  #read(handle: string): string {
    const value = this.#values.get(handle);
    return value && value.kind !== 'weight' ? this.#quantised(handle).name : this.#written(handle);
  }

  #quantised(handle: string): Small {
    const known = this.#small.get(handle);
    if (known) return known;
    const { step } = this.#values.get(handle) as Pending | Raw;
    const range = this.#ranges[step];
    if (!range) throw new Error(`No range is known of step ${step}.`);
    const [min, max] = [Math.min(0, range[0]), Math.max(0, range[1])];
    const scale = (max - min) / LEVELS || 1;
    const zero = super.weight([], Uint8Array.of(Math.round(-min / scale)));
    const scaleName = super.weight([], Float32Array.of(scale));
    const integers = super.node('QuantizeLinear', [this.#written(handle), scaleName, zero]);
    const small = { name: super.node('DequantizeLinear', [integers, scaleName, zero]), scale };
    this.#small.set(handle, small);
    return small;
  }

  #convolve({ input, kernel, bias, attributes }: Pending): string {
    const { name, scale: inputScale } = this.#quantised(input);
    const [channels, depth] = kernel.shape as [number, number];
    const levels = depth === 1 ? DEPTHWISE_LEVELS : DENSE_LEVELS;
    const size = kernel.data.length / channels;
    const scales = Float32Array.from({ length: channels }, (_, i) => {
      const own = kernel.data.subarray(i * size, (i + 1) * size);
      return own.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / levels || 1;
    });
    const integers = Int8Array.from(kernel.data, (value, i) =>
      Math.round(value / scales[Math.floor(i / size)]!),
    );
    const biasScales = scales.map((scale) => scale * inputScale);
    const biasIntegers = Int32Array.from(bias, (value, i) => Math.round(value / biasScales[i]!));
    const dequantised = (shape: readonly number[], data: Int8Array | Int32Array, by: Float32Array) =>
      super.node('DequantizeLinear', [super.weight(shape, data), super.weight([channels], by)], { axis: 0 });
    const operands = [
      name,
      dequantised(kernel.shape, integers, scales),
      dequantised([channels], biasIntegers, biasScales),
    ];
    return super.node('Conv', operands, attributes);
  }
}
