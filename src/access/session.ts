import type { AttemptId, PersonId, SessionId } from '../kernel/index.ts';

export interface Session {
  id: SessionId;
  /** Hex SHA-256 of the token in the cookie; the token itself is nowhere. */
  tokenHash: string;
  personId: PersonId;
  /** The attempt that was granted; null for the set-up session. */
  attemptId: AttemptId | null;
  createdAt: number;
  seenAt: number;
  /** When the person last showed that it is they. */
  freshAt: number;
  ipAddress: string;
  userAgent: string;
}

export interface SessionRepository {
  add(session: Session): Promise<void>;
  findByTokenHash(tokenHash: string): Promise<Session | null>;
  /** The one used last comes first. */
  listOf(personId: PersonId): Promise<Session[]>;
  touch(id: SessionId, seenAt: number): Promise<void>;
  /** Gives the session another token. False when it is gone: of two at once with one old token, one gets false. */
  renew(session: Session, tokenHash: string, freshAt: number): Promise<boolean>;
  remove(id: SessionId): Promise<void>;
  /** All of them, or all but one; how many. */
  removeOf(personId: PersonId, except?: SessionId): Promise<number>;
  /** Drops sessions not seen since `idleBefore` or made before `madeBefore`; returns them. */
  removeExpired(idleBefore: number, madeBefore: number): Promise<Session[]>;
}
