import type { PersonId } from '../../kernel/index.ts';
import type { Credential } from '../credential.ts';
import type { FactorAnswer, FactorTransaction } from './factor.ts';

/** Whose it is, by the canonical form; null when nobody's. Takes no notice of who is claimed. */
export type FindHeld = (lookup: string) => Promise<Credential | null>;

/**
 * A credential that was found is its owner's. Using it writes down when, and is refused when it was taken away between
 * the check and the decision. A duress twin goes the very same way.
 */
export function matchHeld(credential: Credential, now: number): FactorAnswer {
  const { id, personId, duress } = credential;
  const use = async ({ credentials }: FactorTransaction) => {
    const held = await credentials.find(id);
    return held?.personId === personId && (await credentials.use(id, held.counter + 1, now));
  };
  return { verdict: 'match', personId, ...(duress ? { duress } : {}), use };
}

export const noMatch = (
  personId: PersonId | null,
  reason: 'wrong_secret' | 'unknown_credential',
): FactorAnswer => ({ verdict: 'no_match', personId, reason });
