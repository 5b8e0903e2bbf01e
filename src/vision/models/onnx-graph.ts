import { encodeBytes, encodeFloat, encodeInteger, encodeString } from './protobuf.ts';

/** An attribute of an ONNX node. Plain numbers are integers; a float is said to be one. */
export type OnnxAttribute = number | string | readonly number[] | { readonly float: number };

export type WeightData = Float32Array | Int32Array | Uint8Array | Int8Array | BigInt64Array;

/** A dimension is a size, or the name of one that may vary (`batch`). */
type Dimension = number | string;

// Field and enum numbers: onnx/onnx.proto, ModelProto, GraphProto, NodeProto, TensorProto.
const IR_VERSION = 8;
const ELEMENT_FLOAT = 1;
const ATTRIBUTE_FLOAT = 1;
const ATTRIBUTE_INT = 2;
const ATTRIBUTE_STRING = 3;
const ATTRIBUTE_INTS = 7;

function elementType(data: WeightData): number {
  if (data instanceof Float32Array) return ELEMENT_FLOAT;
  if (data instanceof Uint8Array) return 2;
  if (data instanceof Int8Array) return 3;
  if (data instanceof Int32Array) return 6;
  return 7;
}

function encodeAttribute(name: string, value: OnnxAttribute): Buffer {
  const head = encodeString(1, name);
  const typed = (type: number, ...payload: Buffer[]) =>
    Buffer.concat([head, ...payload, encodeInteger(20, type)]);
  if (typeof value === 'number') return typed(ATTRIBUTE_INT, encodeInteger(3, value));
  if (typeof value === 'string') return typed(ATTRIBUTE_STRING, encodeString(4, value));
  if ('float' in value) return typed(ATTRIBUTE_FLOAT, encodeFloat(2, value.float));
  return typed(ATTRIBUTE_INTS, ...value.map((item) => encodeInteger(8, item)));
}

function encodeShape(dimensions: readonly Dimension[]): Buffer {
  const sizes = dimensions.map((size) =>
    encodeBytes(1, typeof size === 'string' ? encodeString(2, size) : encodeInteger(1, size)),
  );
  return encodeBytes(2, Buffer.concat(sizes));
}

function encodeValueInfo(name: string, dimensions?: readonly Dimension[]): Buffer {
  const tensorType = [encodeInteger(1, ELEMENT_FLOAT), ...(dimensions ? [encodeShape(dimensions)] : [])];
  return Buffer.concat([encodeString(1, name), encodeBytes(2, encodeBytes(1, Buffer.concat(tensorType)))]);
}

/** Collects nodes and weights and writes them as one ONNX model. Every method returns the name of its result. */
export class OnnxGraph {
  readonly #opset: number;
  readonly #nodes: Buffer[] = [];
  readonly #weights: Buffer[] = [];
  readonly #inputs: Buffer[] = [];
  readonly #outputs: Buffer[] = [];
  readonly #scalars = new Map<number, string>();
  #count = 0;

  constructor(opset: number) {
    this.#opset = opset;
  }

  input(name: string, dimensions: readonly Dimension[]): string {
    this.#inputs.push(encodeValueInfo(name, dimensions));
    return name;
  }

  /** Without dimensions the runtime works them out. */
  output(name: string, dimensions?: readonly Dimension[]): void {
    this.#outputs.push(encodeValueInfo(name, dimensions));
  }

  /** An empty input name leaves an optional input out. */
  node(
    operator: string,
    inputs: readonly string[],
    attributes: Record<string, OnnxAttribute> = {},
    outputName?: string,
  ): string {
    const output = outputName ?? this.#nextName('value');
    this.#nodes.push(
      Buffer.concat([
        ...inputs.map((name) => encodeString(1, name)),
        encodeString(2, output),
        encodeString(3, `${operator}_${this.#nodes.length}`),
        encodeString(4, operator),
        ...Object.entries(attributes).map(([key, value]) => encodeBytes(5, encodeAttribute(key, value))),
      ]),
    );
    return output;
  }

  weight(shape: readonly number[], data: WeightData): string {
    const name = this.#nextName('weight');
    const raw = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    this.#weights.push(
      Buffer.concat([
        ...shape.map((size) => encodeInteger(1, size)),
        encodeInteger(2, elementType(data)),
        encodeString(8, name),
        encodeBytes(9, raw),
      ]),
    );
    return name;
  }

  /** A one-dimensional int64 constant, as shapes, pads and axes are. */
  integers(values: readonly number[]): string {
    return this.weight([values.length], BigInt64Array.from(values, BigInt));
  }

  scalar(value: number): string {
    let name = this.#scalars.get(value);
    if (name === undefined) {
      name = this.weight([], Float32Array.of(value));
      this.#scalars.set(value, name);
    }
    return name;
  }

  toBytes(): Buffer {
    const graph = Buffer.concat([
      ...this.#nodes.map((node) => encodeBytes(1, node)),
      encodeString(2, 'sallyport'),
      ...this.#weights.map((weight) => encodeBytes(5, weight)),
      ...this.#inputs.map((input) => encodeBytes(11, input)),
      ...this.#outputs.map((output) => encodeBytes(12, output)),
    ]);
    const opset = encodeBytes(8, encodeInteger(2, this.#opset));
    return Buffer.concat([encodeInteger(1, IR_VERSION), encodeBytes(7, graph), opset]);
  }

  #nextName(kind: string): string {
    this.#count += 1;
    return `${kind}_${this.#count}`;
  }
}
