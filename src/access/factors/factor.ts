import type { DenialReason, FaceOutcome, FaceScore, FactorKind, PersonId } from '../../kernel/index.ts';

/** What every factor is. It verifies one thing; lockout, order and identity belong to `access`. */
export interface Factor<Input> {
  kind: FactorKind;
  category: 'knowledge' | 'possession' | 'inherence';
  /** Two weak factors never count as two. */
  weak: boolean;
  verify(input: Input, context: FactorContext): Promise<FactorAnswer>;
}

export interface FactorContext {
  /** Whom earlier factors led to; null when this is the first. */
  claimedPersonId: PersonId | null;
}

/** `liveness` says why a recognised face was not taken for a living one. */
export type FactorAnswer =
  | { verdict: 'match'; personId: PersonId; face?: FaceOutcome; score?: FaceScore }
  /** `personId` is whom it was tried as, if that is known. */
  | {
      verdict: 'no_match';
      personId: PersonId | null;
      reason: DenialReason;
      face?: FaceOutcome;
      liveness?: string;
      score?: FaceScore;
    }
  /** Not enough to say either way: show more. */
  | { verdict: 'inconclusive'; face?: FaceOutcome; score?: FaceScore };
