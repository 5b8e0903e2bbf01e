import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const sha256 = (text: string) => createHash('sha256').update(text).digest();

/** A key `id.secret` for a device to hold: 32 random bytes, of which only a hash is kept. */
export function newKey(): { secretHash: string; keyOf(id: string): string } {
  const secret = randomBytes(32).toString('base64url');
  return { secretHash: sha256(secret).toString('hex'), keyOf: (id) => `${id}.${secret}` };
}

/** Whose key it is; null for nobody's, and for what is no key at all. Hashes are compared in constant time. */
export async function readKey<Holder extends { keyHash: string }>(
  key: string,
  find: (id: string) => Promise<Holder | null>,
): Promise<Holder | null> {
  const [id, secret, ...rest] = key.split('.');
  if (!id || !secret || rest.length > 0) return null;
  const holder = await find(id);
  return holder && timingSafeEqual(Buffer.from(holder.keyHash, 'hex'), sha256(secret)) ? holder : null;
}
