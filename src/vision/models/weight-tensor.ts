/** A named block of numbers out of a TensorFlow.js weights file, in TensorFlow's own layout. */
export interface WeightTensor {
  shape: readonly number[];
  data: Float32Array | Int32Array;
}

/** One entry of a TensorFlow.js weights manifest. */
export interface WeightEntry {
  name: string;
  shape: number[];
  dtype: string;
  quantization?: { dtype: string; scale?: number; min?: number };
}

/** IEEE 754 half precision to a number. */
function decodeFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

interface StoredForm {
  bytesPerItem: number;
  read: (bytes: Buffer, offset: number) => number;
}

function storedForm(entry: WeightEntry): StoredForm {
  const { quantization } = entry;
  if (quantization === undefined) {
    if (entry.dtype === 'int32') return { bytesPerItem: 4, read: (bytes, at) => bytes.readInt32LE(at) };
    if (entry.dtype === 'float32') return { bytesPerItem: 4, read: (bytes, at) => bytes.readFloatLE(at) };
    throw new Error(`Weight ${entry.name} has the unknown type ${entry.dtype}.`);
  }
  const { scale = 1, min = 0 } = quantization;
  if (quantization.dtype === 'float16') {
    return { bytesPerItem: 2, read: (bytes, at) => decodeFloat16(bytes.readUInt16LE(at)) };
  }
  if (quantization.dtype === 'uint16') {
    return { bytesPerItem: 2, read: (bytes, at) => bytes.readUInt16LE(at) * scale + min };
  }
  if (quantization.dtype === 'uint8') {
    return { bytesPerItem: 1, read: (bytes, at) => bytes.readUInt8(at) * scale + min };
  }
  throw new Error(`Weight ${entry.name} is packed in the unknown form ${quantization.dtype}.`);
}

/**
 * Unpacks a TensorFlow.js weights file.
 * @throws when the file is longer or shorter than its manifest says.
 */
export function readWeights(entries: readonly WeightEntry[], bytes: Buffer): Map<string, WeightTensor> {
  const weights = new Map<string, WeightTensor>();
  let offset = 0;
  for (const entry of entries) {
    const count = entry.shape.reduce((product, size) => product * size, 1);
    const { bytesPerItem, read } = storedForm(entry);
    const data = entry.dtype === 'int32' ? new Int32Array(count) : new Float32Array(count);
    for (let i = 0; i < count; i++) data[i] = read(bytes, offset + i * bytesPerItem);
    offset += count * bytesPerItem;
    weights.set(entry.name, { shape: entry.shape, data });
  }
  if (offset !== bytes.length) {
    throw new Error(`The weights file holds ${bytes.length} bytes, its manifest describes ${offset}.`);
  }
  return weights;
}
