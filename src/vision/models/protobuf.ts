/**
 * The few wire forms of Protocol Buffers that an ONNX file is made of.
 * Source: https://protobuf.dev/programming-guides/encoding/
 */
const WIRE_VARINT = 0;
const WIRE_LENGTH_DELIMITED = 2;
const WIRE_FIXED32 = 5;

function encodeVarint(value: number | bigint): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Buffer.from(bytes);
}

const encodeTag = (field: number, wireType: number): Buffer => encodeVarint((field << 3) | wireType);

/** A nested message, or raw bytes. */
export function encodeBytes(field: number, content: Uint8Array): Buffer {
  return Buffer.concat([encodeTag(field, WIRE_LENGTH_DELIMITED), encodeVarint(content.length), content]);
}

export function encodeString(field: number, text: string): Buffer {
  return encodeBytes(field, Buffer.from(text, 'utf8'));
}

/** int32, int64 and enum fields; negative numbers take the ten-byte form. */
export function encodeInteger(field: number, value: number | bigint): Buffer {
  return Buffer.concat([encodeTag(field, WIRE_VARINT), encodeVarint(value)]);
}

export function encodeFloat(field: number, value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return Buffer.concat([encodeTag(field, WIRE_FIXED32), bytes]);
}
