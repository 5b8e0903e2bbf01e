import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { SallyportError } from '../kernel/index.ts';
import { type Cell, cellName, DamagedRowError } from './damaged-row.ts';

/** First byte of everything sealed, so that a later form can be told from this one. */
const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + NONCE_BYTES;

/** One key per purpose: none of them tells anything about another or about the master key. */
export interface DerivedKeys {
  wrap: Uint8Array;
  lookup: Uint8Array;
  chain: Uint8Array;
  check: Uint8Array;
  files: Uint8Array;
  operator: Uint8Array;
}

/** HKDF-SHA256 over the 32 bytes that only the administrator holds. */
export function deriveKeys(masterKey: Uint8Array): DerivedKeys {
  if (masterKey.length !== 32) {
    throw new SallyportError('key_missing', {
      sentence:
        'The key file does not hold a key of 32 bytes. Put the key file back that was made with this data.',
    });
  }
  const derive = (purpose: string) => new Uint8Array(hkdfSync('sha256', masterKey, 'sallyport', purpose, 32));
  return {
    wrap: derive('wrap data keys'),
    lookup: derive('look-up hashes'),
    chain: derive('event chain'),
    check: derive('check of the key file'),
    files: derive('files beside the database'),
    operator: derive('operator at the console'),
  };
}

export const makeDataKey = (): Buffer => randomBytes(32);

/** Hex HMAC-SHA256: equal values have equal hashes, and without the key nobody can try values out. */
export function keyedHash(key: Uint8Array, value: string): string {
  return createHmac('sha256', key).update(value).digest('hex');
}

/** version ‖ nonce ‖ AES-256-GCM ciphertext ‖ tag, bound to its place: moved elsewhere, it does not open. */
export function seal(key: Uint8Array, plain: Uint8Array, where: Cell): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(cellName(where)));
  return Buffer.concat([
    Buffer.of(VERSION),
    nonce,
    cipher.update(plain),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
}

/** Throws a DamagedRowError when one bit, the place or the key is another. */
export function unseal(key: Uint8Array, sealed: Uint8Array, where: Cell): Buffer {
  if (sealed.length < HEAD_BYTES + TAG_BYTES || sealed[0] !== VERSION) throw new DamagedRowError(where);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, HEAD_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(cellName(where))).setAuthTag(sealed.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(HEAD_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch {
    throw new DamagedRowError(where);
  }
}

export const sealText = (key: Uint8Array, text: string, where: Cell): Buffer =>
  seal(key, Buffer.from(text, 'utf8'), where);

export const unsealText = (key: Uint8Array, sealed: Uint8Array, where: Cell): string =>
  unseal(key, sealed, where).toString('utf8');

/** For what lies in the data folder beside the database. A sealed file opens under its own name only. */
export interface FileSealing {
  seal(name: string, plain: Uint8Array): Uint8Array;
  /** Throws when it is not, whole, what was sealed under this name with this key. */
  unseal(name: string, sealed: Uint8Array): Uint8Array;
}

export const createFileSealing = (masterKey: Uint8Array): FileSealing =>
  sealFilesWith(() => [deriveKeys(masterKey).files]);

/** Seals under the first key; opens under any, as long as files of before a rotation are being sealed anew. */
export function sealFilesWith(keys: () => readonly Uint8Array[]): FileSealing {
  const place = (name: string) => ({ table: 'files', column: 'content', key: name });
  return {
    seal: (name, plain) => seal(keys()[0]!, plain, place(name)),
    unseal(name, sealed) {
      const opening = keys().find((key) => opens(key, sealed, place(name)));
      return unseal(opening ?? keys()[0]!, sealed, place(name));
    },
  };
}

function opens(key: Uint8Array, sealed: Uint8Array, where: Cell): boolean {
  try {
    return unseal(key, sealed, where).length >= 0;
  } catch {
    return false;
  }
}
