import type { Factor } from './factor.ts';
import { type FindHeld, matchHeld, noMatch } from './held-credential.ts';
import { TRAITS } from './traits.ts';

/** What a reader that matches by itself says: which of its slots, and how sure it is. */
export interface FingerprintInput {
  /** The reader's id. */
  reader: string;
  slot: number;
  /** On the reader's own scale; sensors of the R307/R503 kind answer 0 to 255 and more for a very good print. */
  confidence: number;
}

/** ESPHome's examples for `fingerprint_grow` open at a confidence above 50. */
export const LEAST_CONFIDENCE = 50;

export const fingerLookup = (reader: string, slot: number): string => `${reader}:${slot}`;

/** Below the least confidence a finger is never a match, whosever slot it is: it may be laid on again. */
export function createFingerprintFactor(
  find: FindHeld,
  leastConfidence: (reader: string) => Promise<number>,
): Factor<FingerprintInput> {
  return {
    ...TRAITS.fingerprint,
    async verify({ reader, slot, confidence }, { claimedPersonId, now }) {
      const found = await find(fingerLookup(reader, slot));
      // Also of no number: NaN is not at least anything.
      if (!(confidence >= (await leastConfidence(reader)))) return noMatch(claimedPersonId, 'wrong_secret');
      return found ? matchHeld(found, now) : noMatch(claimedPersonId, 'unknown_credential');
    },
  };
}
