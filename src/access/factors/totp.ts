import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { PersonId } from '../../kernel/index.ts';
import type { Credential } from '../credential.ts';
import type { Factor, FactorAnswer } from './factor.ts';
import { TRAITS } from './traits.ts';

/** RFC 6238 as every authenticator app does it without being told: SHA-1, six digits, a new code every 30 seconds. */
export const TOTP = { stepMs: 30_000, digits: 6, secretBytes: 20 } as const;

/** RFC 6238 5.2 advises one step for the way of a code and for clocks that drift: 30 seconds off works, more does not. */
const MOST_STEPS_OFF = 1;
/** So far a code is looked for only to tell administrators that clocks differ: five minutes. It is refused all the same. */
const MOST_STEPS_HINTED = 10;

export interface TotpInput {
  /** Six digits. */
  code: string;
}

export const totpStepAt = (now: number): number => Math.floor(now / TOTP.stepMs);

/** RFC 4226 5.3, with the time step as its counter. */
export function totpCode(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.max(0, step)));
  const digest = createHmac('sha1', secret).update(counter).digest();
  const offset = digest[19]! & 0x0f;
  const number = (digest.readUInt32BE(offset) & 0x7fffffff) % 10 ** TOTP.digits;
  return String(number).padStart(TOTP.digits, '0');
}

export interface CodeSighting {
  /** Whose code it is within what is allowed and not used yet: the latest such step; null when of none. */
  step: number | null;
  /** How many steps away it was found where it is no longer allowed; null when nowhere, or allowed. */
  stepsOff: number | null;
}

/** Looks through all steps whatever it finds, so that the time it takes tells nothing. */
export function findTotpStep(secret: Buffer, code: string, now: number, usedUpTo: number): CodeSighting {
  const current = totpStepAt(now);
  const given = Buffer.from(code.padEnd(TOTP.digits).slice(0, TOTP.digits));
  const seen: CodeSighting = { step: null, stepsOff: null };
  for (let off = -MOST_STEPS_HINTED; off <= MOST_STEPS_HINTED; off++) {
    const step = current + off;
    const same = timingSafeEqual(Buffer.from(totpCode(secret, step)), given) && code.length === TOTP.digits;
    if (!same || step <= usedUpTo) continue;
    if (Math.abs(off) <= MOST_STEPS_OFF) seen.step = step;
    else seen.stepsOff = off;
  }
  return seen;
}

/** How a secret is kept, sealed with its credential. */
export const keepSecret = (secret: Buffer): string => JSON.stringify({ base32: toBase32(secret) });
const secretOf = ({ secret }: Credential): Buffer =>
  fromBase32((JSON.parse(secret) as { base32: string }).base32);

/** Ordinary first: should both have the same code for once, it raises no alarm. */
const ordinaryFirst = (one: Credential, other: Credential) => Number(one.duress) - Number(other.duress);

/** Looked through besides, so that it takes as long for whoever has no twin, or nothing at all. */
const NOBODYS = randomBytes(TOTP.secretBytes);
const LEAST_SECRETS = 2;

/** A code says nothing about whose it is: it counts only as that of the person claimed. */
export function createTotpFactor(listOf: (personId: PersonId) => Promise<Credential[]>): Factor<TotpInput> {
  return {
    ...TRAITS.totp,
    async verify({ code }, { claimedPersonId, now }) {
      const all = claimedPersonId ? await listOf(claimedPersonId) : [];
      const held = all.filter(({ kind }) => kind === 'totp').sort(ordinaryFirst);
      for (let more = held.length; more < LEAST_SECRETS; more++) findTotpStep(NOBODYS, code, now, 0);
      const seen = held.map((credential) => ({
        credential,
        ...findTotpStep(secretOf(credential), code, now, credential.counter),
      }));
      const right = seen.find(({ step }) => step !== null);
      if (right) return matchCode(right.credential, right.step!, now);
      const late = seen.find(({ stepsOff }) => stepsOff !== null);
      const hint = late ? { clockOffMs: late.stepsOff! * TOTP.stepMs } : null;
      return {
        ...{ verdict: 'no_match', personId: claimedPersonId, reason: 'wrong_secret' },
        ...(hint ? { hint } : {}),
      };
    },
  };
}

/** Its step is used up, and with it every earlier one: of two at the same moment one raises the counter. */
function matchCode({ id, personId, duress }: Credential, step: number, now: number): FactorAnswer {
  return {
    ...{ verdict: 'match', personId },
    ...(duress ? { duress } : {}),
    use: ({ credentials }) => credentials.use(id, step, now),
  };
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648 6, without padding: as authenticator apps take it. */
export function toBase32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => ALPHABET[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('');
}

export function fromBase32(text: string): Buffer {
  const bits = [...text].map((sign) => ALPHABET.indexOf(sign).toString(2).padStart(5, '0')).join('');
  const bytes = bits.match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
}
