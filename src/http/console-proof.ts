import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';

/** How long a proof is good for; clocks are those of one machine. */
const VALID_MS = 60_000;
const SCHEME = 'Sallyport-Key';

/** Shows, without sending it, that whoever asks holds the master key: the operator at the console. */
export function makeConsoleProof(operatorKey: Uint8Array, now: number): string {
  const claim = `${now}.${randomBytes(16).toString('hex')}`;
  return `${SCHEME} ${claim}.${sign(operatorKey, claim)}`;
}

/** Says whether this is a proof, from this machine, and not one that was seen before. */
export function createConsoleProofs(operatorKey: () => Uint8Array, clock: { now(): number }) {
  const seen = new Map<string, number>();
  return function accepts(authorization: string, ipAddress: string): boolean {
    const [scheme, proof = ''] = authorization.split(' ');
    if (scheme !== SCHEME || !isLoopback(ipAddress)) return false;
    const [at = '', nonce = '', signature = ''] = proof.split('.');
    if (!/^\d{1,15}$/.test(at) || Math.abs(clock.now() - Number(at)) > VALID_MS) return false;
    const right = Buffer.from(sign(operatorKey(), `${at}.${nonce}`));
    const given = Buffer.from(signature);
    if (given.length !== right.length || !timingSafeEqual(given, right)) return false;
    for (const [old, until] of seen) if (until < clock.now()) seen.delete(old);
    if (seen.has(nonce)) return false;
    // Kept as long as its own time could count, be it ahead of ours.
    seen.set(nonce, Number(at) + VALID_MS);
    return true;
  };
}

const sign = (key: Uint8Array, claim: string) => createHmac('sha256', key).update(claim).digest('hex');

const isLoopback = (address: string) =>
  address === '::1' || (isIP(address) === 4 && address.startsWith('127.'));
