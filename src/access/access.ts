import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { RecordEvents, SnapshotRepository } from '../evidence/index.ts';
import {
  type AttemptId,
  type Clock,
  newId,
  type PersonId,
  SallyportError,
  type SnapshotId,
} from '../kernel/index.ts';
import { normaliseUserName } from '../people/index.ts';
import { type AccessPoint, findFlow } from './access-point.ts';
import { type Attempt, type AttemptInput, currentFactor, stepAttempt } from './attempt.ts';
import type { Captures, FrameAnswer } from './captures.ts';
import type { Factor, FactorAnswer } from './factors/factor.ts';
import type { PasswordInput } from './factors/password.ts';
import type { AttemptRepository, ThrottleRepository } from './repositories.ts';
import type { ThrottleKey, Throttling } from './throttling.ts';

export interface AccessTransaction {
  attempts: AttemptRepository;
  throttles: ThrottleRepository;
  snapshots: SnapshotRepository;
  record: RecordEvents;
}

export interface AccessOptions {
  ledger: { transaction<T>(work: (tx: AccessTransaction) => Promise<T>): Promise<T> };
  attempts: Pick<AttemptRepository, 'find' | 'listOverdue'>;
  clock: Clock;
  throttling: Throttling;
  captures: Captures;
  password: Factor<PasswordInput>;
  findPersonId(normalisedUserName: string): Promise<PersonId | null>;
}

export interface AttemptAnswer {
  attempt: Attempt;
  /** How long nothing is checked; 0 unless throttled. */
  retryAfterMs: number;
}

export interface Access {
  /** `token` goes to the browser and nowhere else. */
  begin(point: AccessPoint, ipAddress: string): Promise<{ attempt: Attempt; token: string }>;
  /** The attempt a token belongs to, or null. */
  authenticate(token: string): Promise<Attempt | null>;
  showPassword(attempt: Attempt, input: PasswordInput): Promise<AttemptAnswer>;
  /** One camera frame. Decides, or says what to do better. */
  showFrame(
    attempt: Attempt,
    jpeg: Uint8Array,
  ): Promise<Exclude<FrameAnswer, { kind: 'decided' }> | { kind: 'attempt'; attempt: Attempt }>;
  cancel(attempt: Attempt): Promise<Attempt>;
  /** Marks a granted attempt as used, once; a second time throws `attempt_over`. */
  spend(attempt: Attempt): Promise<void>;
  /** Ends what has run out of time; returns how many. */
  expireOverdue(): Promise<number>;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest();

export function createAccess(options: AccessOptions): Access {
  const { ledger, attempts, clock, throttling, captures, password } = options;

  async function decide(
    id: AttemptId,
    input: AttemptInput,
    keys: ThrottleKey[] = [],
  ): Promise<AttemptAnswer> {
    const photo = await captures.find(id)?.photograph();
    const answer = await ledger.transaction(async (tx) => {
      const attempt = await tx.attempts.find(id);
      if (!attempt) throw new SallyportError('not_found');
      const snapshotId = photo ? newId<SnapshotId>() : null;
      const next = stepAttempt(attempt, { ...input, snapshotId }, clock.now());
      if (next.attempt === attempt) return { attempt, retryAfterMs: 0 };
      if (!(await tx.attempts.update(next.attempt, attempt.version)))
        throw new SallyportError('attempt_over');
      if (photo && snapshotId) {
        const ownerId = next.attempt.status === 'granted' ? next.attempt.personId : null;
        await tx.snapshots.add({ id: snapshotId, ownerId, takenAt: clock.now(), jpeg: photo });
      }
      await tx.record(next.events);
      return { attempt: next.attempt, retryAfterMs: await settle(tx, attempt, next.attempt, keys) };
    });
    if (answer.attempt.status !== 'open') captures.close(id);
    return answer;
  }

  /** Keeps the counts of failures, in the transaction that decides. */
  async function settle(
    tx: AccessTransaction,
    before: Attempt,
    after: Attempt,
    counted: ThrottleKey[],
  ): Promise<number> {
    const { personId, ipAddress } = after;
    if (after.status !== 'denied') {
      await throttling.takeBack(tx.throttles, counted);
      if (after.status === 'granted')
        await throttling.clear(tx.throttles, throttling.keysOf({ personId, ipAddress }));
      return 0;
    }
    if (after.reason === 'throttled') return throttling.wait(tx.throttles, counted);
    let keys = counted;
    const lenient = after.reason === 'factor_missing';
    if (keys.length === 0 && currentFactor(before) === 'face' && !lenient) {
      keys = throttling.keysOf({ personId, ipAddress });
      await throttling.count(tx.throttles, keys);
    }
    await tx.record(await throttling.news(tx.throttles, keys, after, personId));
    return throttling.wait(tx.throttles, keys);
  }

  const checked = (
    factor: 'password' | 'face',
    answer: Exclude<FactorAnswer, { verdict: 'inconclusive' }>,
  ): AttemptInput => ({
    kind: 'checked',
    factor,
    ...answer,
  });

  function demandStep(attempt: Attempt, factor: 'password' | 'face'): void {
    if (attempt.status !== 'open') throw new SallyportError('attempt_over');
    if (!attempt.steps[attempt.stepIndex]!.anyOf.includes(factor)) throw new SallyportError('wrong_step');
  }

  return {
    async begin(point, ipAddress) {
      const flow = findFlow(point.flowId);
      if (!flow) throw new SallyportError('not_found');
      const secret = randomBytes(32).toString('base64url');
      const now = clock.now();
      const attempt: Attempt = {
        id: newId(),
        accessPointId: point.id,
        flowId: flow.id,
        steps: flow.steps,
        status: 'open',
        stepIndex: 0,
        deadlineAt: now + flow.steps[0]!.timeLimitMs,
        personId: null,
        reason: null,
        ipAddress,
        startedAt: now,
        endedAt: null,
        tokenHash: sha256(secret).toString('hex'),
        spent: false,
        version: 1,
      };
      await ledger.transaction((tx) => tx.attempts.add(attempt));
      return { attempt, token: `${attempt.id}.${secret}` };
    },

    async authenticate(token) {
      const [id, secret, ...rest] = token.split('.');
      if (!id || !secret || rest.length > 0) return null;
      const attempt = await attempts.find(id as AttemptId);
      const same = attempt && timingSafeEqual(Buffer.from(attempt.tokenHash, 'hex'), sha256(secret));
      return same ? attempt : null;
    },

    async showPassword(attempt, input) {
      demandStep(attempt, 'password');
      const userName = normaliseUserName(input.userName);
      const personId = await options.findPersonId(userName);
      const keys = throttling.keysOf({ personId, userName, ipAddress: attempt.ipAddress });
      const mustWait = await ledger.transaction(async (tx) => {
        const wait = await throttling.wait(tx.throttles, keys);
        if (wait === 0) await throttling.count(tx.throttles, keys);
        return wait > 0;
      });
      if (mustWait) return decide(attempt.id, { kind: 'refused', reason: 'throttled' }, keys);
      const answer = await password.verify({ ...input, userName }, { claimedPersonId: attempt.personId });
      if (answer.verdict === 'inconclusive') throw new SallyportError('internal');
      return decide(attempt.id, checked('password', answer), keys);
    },

    async showFrame(attempt, jpeg) {
      demandStep(attempt, 'face');
      const capture = captures.open(attempt.id, attempt.personId);
      const seen = await capture.feed(jpeg);
      if (seen.kind !== 'decided') return seen;
      return { kind: 'attempt', attempt: (await decide(attempt.id, checked('face', seen.answer))).attempt };
    },

    async cancel(attempt) {
      if (attempt.status !== 'open') return attempt;
      if (isUntouched(attempt)) return closeQuietly(attempt, 'cancelled');
      return (await decide(attempt.id, { kind: 'refused', reason: 'cancelled' })).attempt;
    },

    async spend(attempt) {
      await ledger.transaction(async (tx) => {
        const current = await tx.attempts.find(attempt.id);
        const fresh = current && current.status === 'granted' && !current.spent;
        if (!fresh || !(await tx.attempts.update({ ...current, spent: true }, current.version))) {
          throw new SallyportError('attempt_over');
        }
      });
    },

    async expireOverdue() {
      const overdue = await attempts.listOverdue(clock.now(), 100);
      for (const attempt of overdue) {
        const sawFace = captures.find(attempt.id)?.sawFace() ?? false;
        if (isUntouched(attempt)) await closeQuietly(attempt, 'timed_out');
        else await decide(attempt.id, { kind: 'deadline', sawFace });
      }
      return overdue.length;
    },
  };

  /** A page that was opened and left: nobody tried anything, so there is nothing to report. */
  function isUntouched(attempt: Attempt): boolean {
    return attempt.stepIndex === 0 && !captures.find(attempt.id);
  }

  async function closeQuietly(attempt: Attempt, reason: 'timed_out' | 'cancelled'): Promise<Attempt> {
    const closed: Attempt = { ...attempt, status: 'denied', reason, endedAt: clock.now() };
    await ledger.transaction((tx) => tx.attempts.update(closed, attempt.version));
    return closed;
  }
}
