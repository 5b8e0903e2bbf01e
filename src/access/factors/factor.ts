import type {
  AttemptId,
  CredentialId,
  DenialReason,
  EventDraft,
  EventRecord,
  EventType,
  FaceOutcome,
  FaceScore,
  FactorKind,
  PersonId,
} from '../../kernel/index.ts';
import type { CredentialRepository } from '../credential.ts';

/** What can be said of a factor without asking it. */
export interface FactorTraits {
  kind: FactorKind;
  category: 'knowledge' | 'possession' | 'inherence';
  /** Two weak factors never count as two. */
  weak: boolean;
  /** Whether it tells by itself who somebody is. One that does not can only come after one that does. */
  names: boolean;
  /** Wrong tries within one step before the attempt is refused. */
  tries: number;
}

/** What every factor is. It verifies one thing; lockout, order and identity belong to `access`. */
export interface Factor<Input> extends FactorTraits {
  verify(input: Input, context: FactorContext): Promise<FactorAnswer>;
  /** For a factor that asks before it is answered: a code that is sent, a challenge that is signed. */
  challenge?(context: FactorContext): Promise<ChallengeAnswer>;
}

export interface FactorContext {
  attemptId: AttemptId;
  /** Whom earlier factors led to; null when this is the first. */
  claimedPersonId: PersonId | null;
  /** What its challenge wrote down in this step; null when there is none or it has run out. */
  challenge: string | null;
  now: number;
}

export type ChallengeAnswer =
  | {
      ok: true;
      /** Kept with the attempt for `verify`; no secret in the clear. */
      keep: string;
      expiresAt: number;
      /** Goes to the browser: a masked address, WebAuthn's options. */
      show: Record<string, unknown>;
      /** Written in the transaction that keeps it: what is to be sent. */
      send?: (tx: FactorTransaction) => Promise<void>;
    }
  /** `factor_missing`: there is nothing to ask this person for. */
  | { ok: false; reason: DenialReason };

/** What a factor may use up in the transaction that decides. */
export interface FactorTransaction {
  credentials: Pick<CredentialRepository, 'use' | 'touch' | 'remove' | 'add' | 'find' | 'listOf'>;
  codes: OneTimeCodeRepository;
  events: {
    list(query: { types: EventType[]; personId: PersonId; limit: number }): Promise<EventRecord[]>;
  };
  record(drafts: EventDraft[]): Promise<void>;
}

/** Codes that are on their way to somebody: sealed, and gone once sent or expired. */
export interface OneTimeCodeRepository {
  /** Takes the place of the one before. */
  put(code: { attemptId: AttemptId; personId: PersonId; code: string; expiresAt: number }): Promise<void>;
  find(attemptId: AttemptId): Promise<{ personId: PersonId; code: string; expiresAt: number } | null>;
  remove(attemptId: AttemptId): Promise<void>;
  removeExpired(now: number): Promise<number>;
}

/** What an administrator should know of a refused credential. */
export type MismatchHint =
  /** Right at another time: the clock of whatever made it is so much ahead of ours, or behind when negative. */
  | { clockOffMs: number }
  /** Its signature counter did not rise: there may be a copy of it. */
  | { counterFellOf: CredentialId };

/** `liveness` says why a recognised face was not taken for a living one. */
export type FactorAnswer =
  | {
      verdict: 'match';
      personId: PersonId;
      face?: FaceOutcome;
      score?: FaceScore;
      /** The credential was a duress twin. */
      duress?: boolean;
      /** Uses it up, in the transaction that decides; false when another attempt was first: then it is `wrong_secret`. */
      use?: (tx: FactorTransaction) => Promise<boolean>;
    }
  /** `personId` is whom it was tried as, if that is known. */
  | {
      verdict: 'no_match';
      personId: PersonId | null;
      reason: DenialReason;
      face?: FaceOutcome;
      liveness?: string;
      score?: FaceScore;
      /** For those who may read the log. */
      hint?: MismatchHint;
    }
  /** Not enough to say either way: show more. */
  | { verdict: 'inconclusive'; face?: FaceOutcome; score?: FaceScore };
