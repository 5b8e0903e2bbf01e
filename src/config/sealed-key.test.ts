import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openSealedKey, sealMasterKey } from './sealed-key.ts';

const PASSPHRASE = 'four words of seal wax';
const masterKey = new Uint8Array(randomBytes(32));

describe('a master key under a passphrase', () => {
  it('E5 opens with the passphrase, however the keyboard composes it, and with no other', async () => {
    const text = await sealMasterKey(masterKey, 'Schlüssel aus Wachs und Siegel');
    expect(await openSealedKey(text, 'Schlüssel aus Wachs und Siegel')).toEqual(masterKey);
    for (const wrong of ['Schlussel aus Wachs und Siegel', 'Schlüssel aus Wachs und Siegel ', ''])
      expect(await openSealedKey(text, wrong)).toBeNull();
    expect(text).not.toContain(Buffer.from(masterKey).toString('base64').slice(0, 10));
  });

  it('E5 is sealed with argon2id over at least 64 MiB and three passes, under another salt each time', async () => {
    const [one, two] = [
      await sealMasterKey(masterKey, PASSPHRASE),
      await sealMasterKey(masterKey, PASSPHRASE),
    ];
    const [{ kdf, sealed }, other] = [JSON.parse(one), JSON.parse(two)];
    expect(kdf).toMatchObject({ name: 'argon2id', memoryKiB: 65_536, passes: 3 });
    expect([other.kdf.salt, other.sealed]).not.toContain(kdf.salt);
    expect(other.sealed).not.toBe(sealed);
  });

  it('E5 a cut at any place is named as damage, and nothing else is made of it', async () => {
    const text = await sealMasterKey(masterKey, PASSPHRASE);
    for (let length = 0; length < text.length - 2; length += 7)
      await expect(openSealedKey(text.slice(0, length), PASSPHRASE)).rejects.toMatchObject({
        code: 'key_missing',
      });
  });

  it.each([
    ['less memory than it asks for', { kdf: { memoryKiB: 8 } }],
    ['fewer passes', { kdf: { passes: 1 } }],
    ['all of the memory', { kdf: { memoryKiB: 64 * 1024 * 1024 } }],
    ['another function', { kdf: { name: 'scrypt' } }],
    ['another version', { version: 2 }],
    ['a short salt', { kdf: { salt: 'AAAA' } }],
    ['a field of its own', { hint: 'wax' }],
  ])(
    'E5 an edited file with %s is refused',
    async (_name, change: { kdf?: object; version?: number; hint?: string }) => {
      const whole = JSON.parse(await sealMasterKey(masterKey, PASSPHRASE));
      const edited = { ...whole, ...change, kdf: { ...whole.kdf, ...change.kdf } };
      const opened = openSealedKey(JSON.stringify(edited), PASSPHRASE);
      await expect(opened).rejects.toMatchObject({ code: 'key_missing' });
    },
  );

  it('E5 does not open when a bit of the sealed key, the salt or the cost is another', async () => {
    const whole = JSON.parse(await sealMasterKey(masterKey, PASSPHRASE));
    const flip = (base64: string, at: number) => {
      const bytes = Buffer.from(base64, 'base64');
      bytes[at]! ^= 1;
      return bytes.toString('base64');
    };
    const edited = [
      ...[0, 11, 12, 30, 43, 44, 59].map((at) => ({ ...whole, sealed: flip(whole.sealed, at) })),
      { ...whole, kdf: { ...whole.kdf, salt: flip(whole.kdf.salt, 3) } },
      { ...whole, kdf: { ...whole.kdf, passes: 4 } },
    ];
    for (const one of edited) expect(await openSealedKey(JSON.stringify(one), PASSPHRASE)).toBeNull();
  });
});
