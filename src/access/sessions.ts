import { createHash, randomBytes } from 'node:crypto';
import type { RecordEvents } from '../evidence/index.ts';
import {
  type AttemptId,
  type Clock,
  newId,
  type PersonId,
  SallyportError,
  type SessionId,
} from '../kernel/index.ts';
import type { Actor } from '../people/index.ts';
import type { Session, SessionRepository } from './session.ts';
import type { SessionSettings } from './session-settings.ts';

interface SessionTransaction {
  sessions: SessionRepository;
  record: RecordEvents;
}

export interface SessionsOptions<Tx> {
  ledger: { transaction<T>(work: (tx: Tx & SessionTransaction) => Promise<T>): Promise<T> };
  sessions: SessionRepository;
  clock: Clock;
  settings: { current(): Promise<SessionSettings> };
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
  /** Null for an unknown or expired token. `waiting` = asked by what merely stands open: that is no use of it. */
  authenticate(token: string, waiting?: boolean): Promise<Session | null>;
  /**
   * The person showed again that it is they: the session is fresh, and has another token. `first` as for `start`.
   * Throws `not_signed_in` when the session has ended, or was confirmed, meanwhile.
   */
  confirm(session: Session, first: (tx: Tx) => Promise<void>): Promise<{ session: Session; token: string }>;
  isFresh(session: Session): boolean;
  /** Those that still hold, the one used last first. */
  listOf(personId: PersonId): Promise<Session[]>;
  /** Signs out. */
  end(session: Session): Promise<void>;
  /** Somebody ends a session of this person. Throws `not_found`. */
  revoke(personId: PersonId, id: SessionId, actor: Actor): Promise<void>;
  /** Ends all of a person's sessions, or all but one; returns how many. */
  revokeAll(personId: PersonId, actor: Actor, except?: SessionId): Promise<number>;
  expiresAt(session: Session): Promise<number>;
  /** Drops what has expired; returns how many. */
  prune(): Promise<number>;
}

/** So long after somebody showed who they are they may change factors and permissions. */
const FRESH_MS = 10 * 60_000;
/** Writing the time of every request would be a commit per request. */
const TOUCH_EVERY_MS = 30_000;

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');
const newToken = () => randomBytes(32).toString('base64url');

export function createSessions<Tx>({ ledger, sessions, clock, settings }: SessionsOptions<Tx>): Sessions<Tx> {
  async function limits() {
    const { idleMinutes, absoluteHours } = await settings.current();
    return { idleMs: idleMinutes * 60_000, absoluteMs: absoluteHours * 3_600_000 };
  }

  async function expiresAt({ seenAt, createdAt }: Session): Promise<number> {
    const { idleMs, absoluteMs } = await limits();
    return Math.min(seenAt + idleMs, createdAt + absoluteMs);
  }

  async function revokeAll(personId: PersonId, actor: Actor, except?: SessionId): Promise<number> {
    return ledger.transaction(async (tx) => {
      const ended = await tx.sessions.removeOf(personId, except);
      if (ended > 0) await tx.record([revoked(personId, actor, ended)]);
      return ended;
    });
  }

  return {
    async start({ personId, attemptId, ipAddress, userAgent }, first) {
      const token = newToken();
      const now = clock.now();
      const times = { createdAt: now, seenAt: now, freshAt: now };
      const session: Session = {
        ...{ id: newId<SessionId>(), tokenHash: hashOf(token), personId, attemptId },
        ...{ ...times, ipAddress, userAgent },
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

    async authenticate(token, waiting = false) {
      const session = await sessions.findByTokenHash(hashOf(token));
      const now = clock.now();
      if (!session || (await expiresAt(session)) <= now) return null;
      if (waiting || now - session.seenAt <= TOUCH_EVERY_MS) return session;
      await sessions.touch(session.id, now);
      return { ...session, seenAt: now };
    },

    async confirm(session, first) {
      const token = newToken();
      const renewed: Session = { ...session, tokenHash: hashOf(token), freshAt: clock.now() };
      const { personId, ipAddress } = session;
      await ledger.transaction(async (tx) => {
        await first(tx);
        if (!(await tx.sessions.renew(session, renewed.tokenHash, renewed.freshAt)))
          throw new SallyportError('not_signed_in');
        await tx.record([{ type: 'session.confirmed', facts: {}, personId, actorId: personId, ipAddress }]);
      });
      return { session: renewed, token };
    },

    isFresh: ({ freshAt }) => clock.now() - freshAt <= FRESH_MS,

    async listOf(personId) {
      const held: Session[] = [];
      for (const session of await sessions.listOf(personId))
        if ((await expiresAt(session)) > clock.now()) held.push(session);
      return held;
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

    async revoke(personId, id, actor) {
      await ledger.transaction(async (tx) => {
        const theirs = await tx.sessions.listOf(personId);
        if (!theirs.some((session) => session.id === id)) throw new SallyportError('not_found');
        await tx.sessions.remove(id);
        await tx.record([revoked(personId, actor, 1)]);
      });
    },

    revokeAll,
    expiresAt,

    async prune() {
      const now = clock.now();
      const { idleMs, absoluteMs } = await limits();
      return ledger.transaction(async (tx) => {
        const gone = await tx.sessions.removeExpired(now - idleMs, now - absoluteMs);
        const facts = { why: 'expired' as const };
        await tx.record(gone.map(({ personId }) => ({ type: 'session.ended' as const, facts, personId })));
        return gone.length;
      });
    },
  };
}

const revoked = (personId: PersonId, actor: Actor, sessions: number) => ({
  type: 'session.ended' as const,
  facts: { why: 'revoked' as const, sessions },
  ...{ personId, actorId: actor.id, ipAddress: actor.ipAddress },
});
