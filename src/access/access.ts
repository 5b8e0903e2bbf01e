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
import { normaliseUserName, type PersonRepository } from '../people/index.ts';
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

export interface SpendTransaction {
  attempts: AttemptRepository;
  people: Pick<PersonRepository, 'find'>;
}

/** A grant that nobody came for is worth nothing soon: much may change after it. */
const SPEND_WITHIN_MS = 60_000;

export interface AccessOptions {
  ledger: { transaction<T>(work: (tx: AccessTransaction) => Promise<T>): Promise<T> };
  attempts: Pick<AttemptRepository, 'find' | 'listOverdue'>;
  clock: Clock;
  throttling: Throttling;
  captures: Captures;
  password: Factor<PasswordInput>;
  findPersonId(normalisedUserName: string): Promise<PersonId | null>;
  /** Whether this person is never let in by the face alone. */
  needsSecondFactor(personId: PersonId): Promise<boolean>;
  /** Told after a grant is committed that passed a face and another factor. What it does or fails to do changes no decision. */
  onConfirmedSighting?(sighting: ConfirmedSighting): unknown;
}

export interface ConfirmedSighting {
  attemptId: AttemptId;
  personId: PersonId;
  /** The best frame of those that decided. */
  jpeg: Uint8Array;
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
  /** Asks for another movement in a liveness challenge; false when there is none to offer. */
  swapMovement(attempt: Attempt): boolean;
  cancel(attempt: Attempt): Promise<Attempt>;
  /**
   * Marks a granted attempt as used, within the transaction that makes what it is exchanged for. Once, and within a
   * minute of the grant, and only while the person is active; otherwise throws `attempt_over`.
   */
  spend(tx: SpendTransaction, attempt: Attempt): Promise<void>;
  /** Ends what has run out of time; returns how many. */
  expireOverdue(): Promise<number>;
}

/** Of a grant, and of one who walked away from their own attempt: sealed under their key, and erased with them. */
const isOwnPicture = ({ status, reason }: Attempt) =>
  status === 'granted' || reason === 'cancelled' || reason === 'timed_out';

const demandsLiveness = ({ steps, stepIndex }: Attempt) => steps[stepIndex]?.liveness === true;

const sha256 = (text: string) => createHash('sha256').update(text).digest();

export function createAccess(options: AccessOptions): Access {
  const { ledger, attempts, clock, throttling, captures, password } = options;
  /** Attempts whose face step is counted already: true when it must wait. */
  const reservations = new Map<AttemptId, Promise<boolean>>();

  async function decide(
    id: AttemptId,
    input: AttemptInput,
    keys: ThrottleKey[] = [],
  ): Promise<AttemptAnswer> {
    // Without a photograph a decision is still a decision.
    const photo = await captures
      .find(id)
      ?.photograph()
      .catch(() => null);
    const secondFactor = await asksForMore(input);
    const answer = await ledger.transaction(async (tx) => {
      const attempt = await tx.attempts.find(id);
      if (!attempt) throw new SallyportError('not_found');
      const snapshotId = photo ? newId<SnapshotId>() : null;
      const next = stepAttempt(attempt, { ...input, snapshotId, secondFactor }, clock.now());
      if (next.attempt === attempt) return { attempt, retryAfterMs: 0 };
      if (!(await tx.attempts.update(next.attempt, attempt.version)))
        throw new SallyportError('attempt_over');
      if (photo && snapshotId) {
        const ownerId = isOwnPicture(next.attempt) ? next.attempt.personId : null;
        await tx.snapshots.add({ id: snapshotId, ownerId, takenAt: clock.now(), jpeg: photo });
      }
      await tx.record(next.events);
      return { attempt: next.attempt, retryAfterMs: await settle(tx, attempt, next.attempt, keys) };
    });
    tellConfirmed(answer.attempt);
    if (answer.attempt.status !== 'open') {
      captures.close(id);
      reservations.delete(id);
    }
    return answer;
  }

  async function asksForMore(input: AttemptInput): Promise<boolean> {
    const matches = input.kind === 'checked' && input.verdict === 'match' && input.factor === 'face';
    return matches && input.personId !== null && options.needsSecondFactor(input.personId);
  }

  /** A step that does not take a face was passed by something else. */
  function tellConfirmed({ id, status, steps, personId }: Attempt): void {
    const jpeg = captures.find(id)?.matchedFrame();
    const confirmed = status === 'granted' && steps.some(({ anyOf }) => !anyOf.includes('face'));
    if (!jpeg || !personId || !confirmed) return;
    void Promise.resolve()
      .then(() => options.onConfirmedSighting?.({ attemptId: id, personId, jpeg }))
      .catch(() => undefined);
  }

  /** Keeps the counts of failures, in the transaction that decides. */
  async function settle(
    tx: AccessTransaction,
    before: Attempt,
    after: Attempt,
    countedForSecret: ThrottleKey[],
  ): Promise<number> {
    const { personId, ipAddress } = after;
    const atFace = currentFactor(before) === 'face';
    const counted = atFace && reservations.has(before.id) ? throttling.keysOf(before) : countedForSecret;
    if (after.status !== 'denied') {
      await throttling.takeBack(tx.throttles, counted);
      if (after.status === 'granted')
        await throttling.clear(tx.throttles, throttling.keysOf({ personId, ipAddress }));
      return 0;
    }
    if (after.reason === 'throttled') return throttling.wait(tx.throttles, counted);
    if (after.reason === 'factor_missing') {
      await throttling.takeBack(tx.throttles, counted);
      return 0;
    }
    // Left before the camera looked, or the server was restarted meanwhile: it counts all the same.
    const keys = counted.length === 0 && atFace ? throttling.keysOf(before) : counted;
    if (counted.length === 0) await throttling.count(tx.throttles, keys);
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
      if (await mustWait(keys)) return decide(attempt.id, { kind: 'refused', reason: 'throttled' }, keys);
      const answer = await password.verify({ ...input, userName }, { claimedPersonId: attempt.personId });
      if (answer.verdict === 'inconclusive') throw new SallyportError('internal');
      return decide(attempt.id, checked('password', answer), keys);
    },

    async showFrame(attempt, jpeg) {
      demandStep(attempt, 'face');
      const keys = throttling.keysOf(attempt);
      const reserved = reservations.get(attempt.id) ?? mustWait(keys);
      reservations.set(attempt.id, reserved);
      if (await reserved) {
        const { attempt: refused } = await decide(attempt.id, { kind: 'refused', reason: 'throttled' }, keys);
        return { kind: 'attempt', attempt: refused };
      }
      const capture = captures.open(attempt.id, attempt.personId, demandsLiveness(attempt));
      const seen = await capture.feed(jpeg);
      if (seen.kind !== 'decided') return seen;
      return { kind: 'attempt', attempt: (await decide(attempt.id, checked('face', seen.answer))).attempt };
    },

    swapMovement: (attempt) => captures.find(attempt.id)?.swap() ?? false,

    async cancel(attempt) {
      if (attempt.status !== 'open') return attempt;
      if (isUntouched(attempt)) return closeQuietly(attempt, 'cancelled');
      return (await decide(attempt.id, { kind: 'refused', reason: 'cancelled' })).attempt;
    },

    async spend(tx, attempt) {
      const current = await tx.attempts.find(attempt.id);
      const person = current?.personId ? await tx.people.find(current.personId) : null;
      const granted = current?.status === 'granted' && !current.spent && person?.status === 'active';
      const fresh = granted && clock.now() - (current.endedAt ?? 0) < SPEND_WITHIN_MS;
      if (!fresh || !(await tx.attempts.update({ ...current, spent: true }, current.version))) {
        throw new SallyportError('attempt_over');
      }
    },

    async expireOverdue() {
      const overdue = await attempts.listOverdue(clock.now(), 100);
      const failures: unknown[] = [];
      for (const attempt of overdue) {
        const sawFace = captures.find(attempt.id)?.sawFace() ?? false;
        const ended = isUntouched(attempt)
          ? closeQuietly(attempt, 'timed_out')
          : decide(attempt.id, { kind: 'deadline', sawFace });
        // One that cannot be ended must not keep the others from theirs.
        await ended.catch((error: unknown) => failures.push(error));
      }
      if (failures.length > 0) throw failures[0];
      return overdue.length;
    },
  };

  /** A page that was opened and left: nobody tried anything, so there is nothing to report. */
  function isUntouched(attempt: Attempt): boolean {
    return attempt.stepIndex === 0 && !captures.find(attempt.id);
  }

  async function closeQuietly(attempt: Attempt, reason: 'timed_out' | 'cancelled'): Promise<Attempt> {
    await ledger.transaction((tx) => tx.attempts.remove(attempt.id, attempt.version));
    return { ...attempt, status: 'denied', reason, endedAt: clock.now() };
  }

  /** Counts a try, or says that nothing is checked for now. */
  function mustWait(keys: ThrottleKey[]): Promise<boolean> {
    return ledger.transaction(async (tx) => {
      const wait = await throttling.wait(tx.throttles, keys);
      if (wait === 0) await throttling.count(tx.throttles, keys);
      return wait > 0;
    });
  }
}
