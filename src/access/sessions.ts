import { createHash, randomBytes } from 'node:crypto';
import type { RecordEvents } from '../evidence/index.ts';
import { type AttemptId, type Clock, newId, type PersonId } from '../kernel/index.ts';
import type { Session, SessionRepository } from './session.ts';

export interface SessionLimits {
  /** A session not used for this long ends. */
  idleMs: number;
  /** However much it is used, it ends after this long. */
  absoluteMs: number;
}

const SESSION_LIMITS: SessionLimits = { idleMs: 30 * 60_000, absoluteMs: 12 * 3_600_000 };

interface SessionTransaction {
  sessions: SessionRepository;
  record: RecordEvents;
}

export interface Sessions<Tx = unknown> {
  /**
   * The token goes into a cookie; only its hash is kept. `first` runs in the same transaction: what the session is
   * given for is used up, or there is no session.
   */
  start(
    who: { personId: PersonId; attemptId: AttemptId | null; ipAddress: string; userAgent: string },
    first?: (tx: Tx) => Promise<void>,
  ): Promise<{ session: Session; token: string }>;
  /** Null for an unknown or expired token. */
  authenticate(token: string): Promise<Session | null>;
  end(session: Session): Promise<void>;
  expiresAt(session: Session): number;
  /** Drops what has expired; returns how many. */
  prune(): Promise<number>;
}

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');
/** Writing the time of every request would be a commit per request. */
const TOUCH_EVERY_MS = 30_000;

export function createSessions<Tx>(
  ledger: { transaction<T>(work: (tx: Tx & SessionTransaction) => Promise<T>): Promise<T> },
  sessions: SessionRepository,
  clock: Clock,
  limits: SessionLimits = SESSION_LIMITS,
): Sessions<Tx> {
  const expiresAt = (session: Session) =>
    Math.min(session.seenAt + limits.idleMs, session.createdAt + limits.absoluteMs);

  return {
    async start({ personId, attemptId, ipAddress, userAgent }, first) {
      const token = randomBytes(32).toString('base64url');
      const now = clock.now();
      const session: Session = {
        id: newId(),
        tokenHash: hashOf(token),
        personId,
        attemptId,
        createdAt: now,
        seenAt: now,
        ipAddress,
        userAgent,
      };
      await ledger.transaction(async (tx) => {
        await first?.(tx);
        await tx.sessions.add(session);
        await tx.record([
          { type: 'session.started', facts: {}, personId, actorId: personId, attemptId, ipAddress },
        ]);
      });
      return { session, token };
    },

    async authenticate(token) {
      const session = await sessions.findByTokenHash(hashOf(token));
      const now = clock.now();
      if (!session || expiresAt(session) <= now) return null;
      if (now - session.seenAt > TOUCH_EVERY_MS) {
        await sessions.touch(session.id, now);
        return { ...session, seenAt: now };
      }
      return session;
    },

    async end(session) {
      const { personId, ipAddress } = session;
      await ledger.transaction(async (tx) => {
        await tx.sessions.remove(session.id);
        await tx.record([
          { type: 'session.ended', facts: { why: 'signed_out' }, personId, actorId: personId, ipAddress },
        ]);
      });
    },

    expiresAt,

    async prune() {
      const now = clock.now();
      return ledger.transaction(async (tx) => {
        const gone = await tx.sessions.removeExpired(now - limits.idleMs, now - limits.absoluteMs);
        await tx.record(
          gone.map(({ personId }) => ({
            type: 'session.ended' as const,
            facts: { why: 'expired' as const },
            personId,
          })),
        );
        return gone.length;
      });
    },
  };
}
