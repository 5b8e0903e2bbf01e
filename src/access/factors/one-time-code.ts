import { randomInt, timingSafeEqual } from 'node:crypto';
import { type AttemptId, type FactorKind, type PersonId, SallyportError } from '../../kernel/index.ts';
import type { ChallengeAnswer, Factor, FactorContext, FactorTransaction } from './factor.ts';
import { TRAITS } from './traits.ts';

export type OneTimeCodeKind = Extract<FactorKind, 'email_otp' | 'sms_otp'>;

export interface OneTimeCodeOptions {
  /** Keyed: who reads the database cannot try a million codes against it. */
  lookupHash(value: string): string;
  /** Where this person's codes go; null when nowhere, or while nothing can be sent. */
  findAddress(personId: PersonId): Promise<string | null>;
  /** The address as a screen may show it. */
  mask(address: string): string;
}

const VALID_MS = 10 * 60_000;
const RESEND_AFTER_MS = 30_000;
const HOUR_MS = 3_600_000;
/** Nobody's mailbox is flooded by whoever knows their first factor. */
const MOST_PER_HOUR = 10;

/**
 * Six random digits that are sent to somebody: valid for ten minutes, once, in the attempt and the step that asked for
 * them. A new one takes the place of the one before.
 */
export function createOneTimeCodeFactor(
  kind: OneTimeCodeKind,
  { lookupHash, findAddress, mask }: OneTimeCodeOptions,
): Factor<{ code: string }> {
  const hashOf = (attemptId: AttemptId, personId: PersonId, code: string) =>
    lookupHash(`one_time_code:${kind}:${attemptId}:${personId}:${code}`);

  async function challenge({ attemptId, claimedPersonId, now }: FactorContext): Promise<ChallengeAnswer> {
    const address = claimedPersonId && (await findAddress(claimedPersonId));
    if (!claimedPersonId || !address) return { ok: false, reason: 'factor_missing' };
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    const expiresAt = now + VALID_MS;
    return {
      ok: true,
      keep: hashOf(attemptId, claimedPersonId, code),
      expiresAt,
      show: { sentTo: mask(address), validForMs: VALID_MS, resendAfterMs: RESEND_AFTER_MS },
      async send(tx) {
        await demandRoom(tx, claimedPersonId, now);
        await tx.codes.put({ attemptId, personId: claimedPersonId, code, expiresAt });
        await tx.record([
          { type: 'code.issued', facts: { factor: kind }, personId: claimedPersonId, attemptId },
        ]);
      },
    };
  }

  return {
    ...TRAITS[kind],
    challenge,
    async verify({ code }, { attemptId, claimedPersonId, challenge: kept }) {
      if (!claimedPersonId) return { verdict: 'no_match', personId: null, reason: 'unknown_credential' };
      const right = kept !== null && isSame(kept, hashOf(attemptId, claimedPersonId, code));
      if (!right) return { verdict: 'no_match', personId: claimedPersonId, reason: 'wrong_secret' };
      return {
        verdict: 'match',
        personId: claimedPersonId,
        async use(tx) {
          await tx.codes.remove(attemptId);
          return true;
        },
      };
    },
  };
}

/** Counted in the log, so that a restart forgets nothing. Throws `throttled`. */
async function demandRoom(tx: FactorTransaction, personId: PersonId, now: number): Promise<void> {
  const issued = await tx.events.list({ types: ['code.issued'], personId, limit: 100 });
  const sent = issued.filter(({ type, facts }) => type === 'code.issued' && facts.factor !== 'qr');
  const tenth = sent[MOST_PER_HOUR - 1];
  if (!tenth || tenth.at <= now - HOUR_MS) return;
  throw new SallyportError('throttled', {
    sentence: 'Too many codes were sent within an hour. Use the last one, or wait a little.',
    details: { retryAfterMs: tenth.at + HOUR_MS - now },
  });
}

function isSame(kept: string, shown: string): boolean {
  const [a, b] = [Buffer.from(kept), Buffer.from(shown)];
  return a.length === b.length && timingSafeEqual(a, b);
}
