import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { cell } from './damaged-row.ts';
import { deriveKeys, keyedHash, makeDataKey, seal, unseal } from './sealing.ts';

const WHERE = cell('people', 'email', 'id-1');

describe('sealing', () => {
  it('E5 opens with the same key at the same place only', () => {
    const [key, plain] = [makeDataKey(), randomBytes(100)];
    const sealed = seal(key, plain, WHERE);
    expect(unseal(key, sealed, WHERE)).toEqual(plain);
    expect(unseal(key, seal(key, Buffer.alloc(0), WHERE), WHERE)).toEqual(Buffer.alloc(0));
    for (const elsewhere of [
      cell('people', 'email', 'id-2'),
      cell('people', 'name', 'id-1'),
      cell('x', 'email', 'id-1'),
    ]) {
      expect(() => unseal(key, sealed, elsewhere)).toThrow(/damaged or tampered/);
    }
    expect(() => unseal(makeDataKey(), sealed, WHERE)).toThrow(/people\.email:id-1/);
  });

  it('E5 refuses every changed bit, every cut and every addition', () => {
    const key = makeDataKey();
    const sealed = seal(key, Buffer.from('a face'), WHERE);
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => unseal(key, changed, WHERE)).toThrow(/tampered/);
    }
    for (let length = 0; length < sealed.length; length += 1) {
      expect(() => unseal(key, sealed.subarray(0, length), WHERE)).toThrow(/tampered/);
    }
    expect(() => unseal(key, Buffer.concat([sealed, Buffer.of(0)]), WHERE)).toThrow(/tampered/);
  });

  it('never gives one text twice, and begins with the version of its form', () => {
    const key = makeDataKey();
    const sealed = Array.from({ length: 1000 }, () => seal(key, Buffer.from('same'), WHERE));
    expect(new Set(sealed.map((one) => one.subarray(1, 13).toString('hex'))).size).toBe(1000);
    expect(new Set(sealed.map((one) => one[0]))).toEqual(new Set([1]));
  });
});

describe('the keys derived from the master key', () => {
  it('are six different ones, the same each time and others for another master key', () => {
    const master = randomBytes(32);
    const hex = (keys: object) =>
      Object.values(keys).map((key: Uint8Array) => Buffer.from(key).toString('hex'));
    const keys = hex(deriveKeys(master));
    expect(new Set([...keys, ...hex(deriveKeys(randomBytes(32))), master.toString('hex')]).size).toBe(13);
    expect(hex(deriveKeys(master))).toEqual(keys);
    expect(keys.every((key) => key.length === 64)).toBe(true);
  });

  it('stay what they are from version to version, or no data could be opened again', () => {
    const { wrap, lookup, chain, check, files, operator } = deriveKeys(new Uint8Array(32).fill(7));
    const start = (key: Uint8Array) => Buffer.from(key).toString('hex').slice(0, 16);
    expect([wrap, lookup, chain, check, files, operator].map(start)).toMatchInlineSnapshot(`
      [
        "cfc8e2fbda9c34a5",
        "5dae26d13a7fbc70",
        "42d14ba004cde203",
        "5f77a6016fb4fc05",
        "c069660b41f3bd44",
        "3809812f5fa3cb9f",
      ]
    `);
    expect(keyedHash(lookup, 'account:ada').slice(0, 16)).toMatchInlineSnapshot(`"c7fb3b7d5b53838a"`);
  });
});
