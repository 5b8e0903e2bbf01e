import { expect, test } from 'vitest';
import { readWeights } from './weight-tensor.ts';

test('every stored form is unpacked: float32, int32, float16 and scaled bytes', () => {
  const bytes = Buffer.alloc(4 + 4 + 6 + 2 + 2);
  bytes.writeFloatLE(1.5, 0);
  bytes.writeInt32LE(-7, 4);
  bytes.writeUInt16LE(0x3c00, 8);
  bytes.writeUInt16LE(0xc000, 10);
  bytes.writeUInt16LE(0x0001, 12);
  bytes.writeUInt8(0, 14);
  bytes.writeUInt8(255, 15);
  bytes.writeUInt16LE(1000, 16);
  const weights = readWeights(
    [
      { name: 'plain', shape: [1], dtype: 'float32' },
      { name: 'whole', shape: [1], dtype: 'int32' },
      { name: 'half', shape: [3], dtype: 'float32', quantization: { dtype: 'float16' } },
      { name: 'byte', shape: [2], dtype: 'float32', quantization: { dtype: 'uint8', scale: 0.5, min: -1 } },
      { name: 'pair', shape: [1], dtype: 'float32', quantization: { dtype: 'uint16', scale: 0.5, min: 1 } },
    ],
    bytes,
  );
  expect([...weights.get('plain')!.data]).toEqual([1.5]);
  expect([...weights.get('whole')!.data]).toEqual([-7]);
  expect([...weights.get('half')!.data]).toEqual([1, -2, 2 ** -24]);
  expect([...weights.get('byte')!.data]).toEqual([-1, 126.5]);
  expect([...weights.get('pair')!.data]).toEqual([501]);
});

test('a file longer than its manifest says is refused', () => {
  const entries = [{ name: 'plain', shape: [1], dtype: 'float32' }];
  expect(() => readWeights(entries, Buffer.alloc(5))).toThrow('5 bytes');
});
