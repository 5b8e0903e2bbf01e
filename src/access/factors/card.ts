import type { Factor } from './factor.ts';
import { type FindHeld, matchHeld, noMatch } from './held-credential.ts';
import { TRAITS } from './traits.ts';

export interface CardInput {
  uid: string;
  scheme?: string | undefined;
}

/** The canonical form, or null for what could be more than one card. */
export type ReadCard = (input: CardInput) => string | null;

/** A card or fob by its number, which anybody near can read and copy: weak possession. */
export function createCardFactor(find: FindHeld, readCard: ReadCard): Factor<CardInput> {
  return {
    ...TRAITS.card,
    async verify(input, { claimedPersonId, now }) {
      const lookup = readCard(input);
      const found = lookup === null ? null : await find(lookup);
      return found ? matchHeld(found, now) : noMatch(claimedPersonId, 'unknown_credential');
    },
  };
}
