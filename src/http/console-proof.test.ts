import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { createConsoleProofs, makeConsoleProof } from './console-proof.ts';

const key = new Uint8Array(randomBytes(32));

it('E5 a proof of the key is taken once, from this machine, for a minute', () => {
  let nowMs = 1_000_000;
  const accepts = createConsoleProofs(() => key, { now: () => nowMs });
  const proof = makeConsoleProof(key, nowMs);
  expect(accepts(proof, '192.0.2.7')).toBe(false);
  expect(accepts(proof, '127.0.0.1')).toBe(true);
  expect(accepts(proof, '127.0.0.1')).toBe(false);
  expect(accepts(makeConsoleProof(key, nowMs), '::1')).toBe(true);
  const late = makeConsoleProof(key, nowMs);
  nowMs += 60_001;
  expect(accepts(late, '127.0.0.1')).toBe(false);
  expect(accepts(proof, '127.0.0.1')).toBe(false);
  const ahead = makeConsoleProof(key, nowMs + 59_000);
  expect(accepts(ahead, '127.0.0.1')).toBe(true);
  nowMs += 110_000;
  expect(accepts(ahead, '127.0.0.1')).toBe(false);
});

it('E5 a proof of another key, an edited one and anything else is refused', () => {
  const accepts = createConsoleProofs(() => key, { now: () => 5000 });
  const [scheme, claim] = makeConsoleProof(key, 5000).split(' ') as [string, string];
  const [at, nonce, signature] = claim.split('.') as [string, string, string];
  const wrong = [
    makeConsoleProof(new Uint8Array(32), 5000),
    `Bearer ${claim}`,
    `${scheme} ${at}.${nonce}`,
    `${scheme} ${at}.${nonce}.`,
    `${scheme} 5001.${nonce}.${signature}`,
    `${scheme} ${at}.${'0'.repeat(32)}.${signature}`,
    `${scheme} NaN.${nonce}.${signature}`,
    scheme,
    '',
  ];
  expect(wrong.filter((one) => accepts(one, '127.0.0.1'))).toEqual([]);
  expect(accepts(`${scheme} ${claim}`, '127.0.0.1')).toBe(true);
});
