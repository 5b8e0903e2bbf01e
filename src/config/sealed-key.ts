import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { hashRaw } from '@node-rs/argon2';
import { z } from 'zod';
import { SallyportError } from '../kernel/index.ts';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const SALT_BYTES = 16;
const ARGON2ID = 2;

/**
 * RFC 9106 4, its second recommended choice: argon2id with 64 MiB and three passes. The passphrase is tried on a copy of
 * the file without any waits, so this and its length are all that stands before the key.
 */
const COST = { memoryKiB: 64 * 1024, passes: 3, lanes: 4 };

const base64 = (bytes: number) =>
  z
    .base64()
    .refine((text) => Buffer.from(text, 'base64').length === bytes, `must be ${bytes} bytes in base64`);

/** The bounds keep an edited file from asking for next to nothing, or for all of the memory. */
const SEALED_KEY_SCHEMA = z.strictObject({
  version: z.literal(1),
  kdf: z.strictObject({
    name: z.literal('argon2id'),
    memoryKiB: z
      .number()
      .int()
      .min(COST.memoryKiB)
      .max(1024 * 1024),
    passes: z.number().int().min(COST.passes).max(20),
    lanes: z.number().int().min(1).max(16),
    salt: base64(SALT_BYTES),
  }),
  /** nonce ‖ AES-256-GCM of the master key ‖ tag, with `version` and `kdf` bound to it. */
  sealed: base64(NONCE_BYTES + KEY_BYTES + TAG_BYTES),
});
type SealedKey = z.output<typeof SEALED_KEY_SCHEMA>;

/** The text of a file that only this passphrase opens. */
export async function sealMasterKey(masterKey: Uint8Array, passphrase: string): Promise<string> {
  const kdf: SealedKey['kdf'] = {
    name: 'argon2id',
    ...COST,
    salt: randomBytes(SALT_BYTES).toString('base64'),
  };
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', await stretch(passphrase, kdf), nonce).setAAD(boundTo(kdf));
  const sealed = Buffer.concat([nonce, cipher.update(masterKey), cipher.final(), cipher.getAuthTag()]);
  return `${JSON.stringify({ version: 1, kdf, sealed: sealed.toString('base64') }, null, 2)}\n`;
}

/** Null when this is not the passphrase. Throws `key_missing` when the text is not what was written. */
export async function openSealedKey(text: string, passphrase: string): Promise<Uint8Array | null> {
  const { kdf, sealed } = readSealedKey(text);
  const [bytes, key] = [Buffer.from(sealed, 'base64'), await stretch(passphrase, kdf)];
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(boundTo(kdf)).setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    const opened = [decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()];
    return new Uint8Array(Buffer.concat(opened));
  } catch {
    return null;
  }
}

/** The same, for who waits before the server starts: throws when the file cannot be opened by any passphrase. */
export function readSealedKey(text: string): SealedKey {
  try {
    return SEALED_KEY_SCHEMA.parse(JSON.parse(text));
  } catch (cause) {
    throw new SallyportError('key_missing', {
      sentence:
        'The sealed key is damaged. Put sealed-key.json back from your backup, or put the recovery copy of the key in the place of the key file.',
      cause,
    });
  }
}

const boundTo = (kdf: SealedKey['kdf']): Buffer => Buffer.from(JSON.stringify({ version: 1, kdf }));

/** NIST SP 800-63B 5.1.1.2: one form for one passphrase, however the keyboard composes it. */
function stretch(passphrase: string, { memoryKiB, passes, lanes, salt }: SealedKey['kdf']): Promise<Buffer> {
  return hashRaw(passphrase.normalize('NFKC'), {
    algorithm: ARGON2ID,
    memoryCost: memoryKiB,
    timeCost: passes,
    parallelism: lanes,
    outputLen: KEY_BYTES,
    salt: Buffer.from(salt, 'base64'),
  });
}
