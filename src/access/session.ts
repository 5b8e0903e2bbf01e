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
  ipAddress: string;
  userAgent: string;
}

export interface SessionRepository {
  add(session: Session): Promise<void>;
  findByTokenHash(tokenHash: string): Promise<Session | null>;
  touch(id: SessionId, seenAt: number): Promise<void>;
  remove(id: SessionId): Promise<void>;
  removeOf(personId: PersonId): Promise<number>;
  /** Drops sessions not seen since `idleBefore` or made before `madeBefore`; returns them. */
  removeExpired(idleBefore: number, madeBefore: number): Promise<Session[]>;
}
