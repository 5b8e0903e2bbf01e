import {
  type AttemptId,
  type EventDraft,
  newId,
  type PersonId,
  SallyportError,
  type SnapshotId,
} from '../kernel/index.ts';
import type { AccessOptions, AccessTransaction, AttemptAnswer } from './access-options.ts';
import { type Attempt, type AttemptInput, type AttemptStep, currentFactor, stepAttempt } from './attempt.ts';
import type { Reservation, ThrottleKey } from './throttling.ts';

type Using = (tx: AccessTransaction) => Promise<boolean>;

export interface Decisions {
  /**
   * The one place where an attempt changes: state, events, photograph, used-up credential and the count of failures in
   * one transaction. `counted` are the tries that were counted before the check; `use` uses up what was shown.
   */
  decide(id: AttemptId, input: AttemptInput, counted?: ThrottleKey[], use?: Using): Promise<AttemptAnswer>;
  /** Counts a try before it is checked. */
  reserve(keys: ThrottleKey[]): Promise<Reservation>;
  /** The same, once for all frames of a step: true when nothing is checked for now. */
  isReserved(attempt: Attempt, keys: ThrottleKey[]): Promise<boolean>;
  /** The attempt is gone without a decision: what its frames counted as counts no more. */
  release(id: AttemptId): void;
}

/** Of a grant, and of one who walked away from their own attempt: sealed under their key, and erased with them. */
const isOwnPicture = ({ status, reason }: Attempt) =>
  status === 'granted' || reason === 'cancelled' || reason === 'timed_out';

/** From so many failures on, a grant says how many there were before it. */
const SUSPICIOUS_FAILURES = 3;

export function createDecisions(options: AccessOptions): Decisions {
  const { ledger, clock, throttling, captures } = options;
  /** Steps whose frames are counted already, by attempt. */
  const reservations = new Map<AttemptId, { stepIndex: number; reserved: Promise<Reservation> }>();

  function release(id: AttemptId): void {
    void reservations.get(id)?.reserved.then(
      (reservation) => reservation.release(),
      () => undefined,
    );
    reservations.delete(id);
  }

  async function photograph(id: AttemptId, input: AttemptInput): Promise<Uint8Array | null> {
    if (input.kind === 'challenged') return null;
    // Without a photograph a decision is still a decision.
    return captures.photograph(id).catch(() => null);
  }

  /** A right factor of somebody who may pass nowhere is no right factor. */
  async function judge(input: AttemptInput): Promise<AttemptInput> {
    if (input.kind !== 'checked' || input.verdict !== 'match' || !input.personId) return input;
    const reason = await options.whyNot(input.personId);
    return reason ? { ...input, verdict: 'no_match', reason } : input;
  }

  async function decide(
    id: AttemptId,
    given: AttemptInput,
    counted: ThrottleKey[] = [],
    use?: Using,
  ): Promise<AttemptAnswer> {
    const photo = await photograph(id, given);
    const input = await judge(given);
    const found = await options.attempts.find(id);
    if (!found) throw new SallyportError('not_found');
    const around = await options.surroundings(found, namedBy(input) ?? found.personId);
    const answer = await ledger.transaction(async (tx) => {
      const attempt = await tx.attempts.find(id);
      if (!attempt) throw new SallyportError('not_found');
      const snapshotId = photo ? newId<SnapshotId>() : null;
      const grantFacts = { ...around.grantFacts, ...(await failuresBefore(tx, attempt, input)) };
      const step = (what: AttemptInput) =>
        stepAttempt(attempt, { ...what, snapshotId }, { ...around, grantFacts }, clock.now());
      const { next, failed } = await walkOn(tx, attempt, input, { step, counted, use });
      if (next.attempt === attempt) return { attempt, retryAfterMs: 0, locked: false };
      if (!(await tx.attempts.update(next.attempt, attempt.version)))
        throw new SallyportError('attempt_over');
      const kept = photo && snapshotId && next.events.some((event) => event.snapshotId === snapshotId);
      if (kept) {
        const ownerId = isOwnPicture(next.attempt) ? next.attempt.personId : null;
        await tx.snapshots.add({ id: snapshotId, ownerId, takenAt: clock.now(), jpeg: photo });
      }
      const { keys, news } = await settle(tx, attempt, next.attempt, {
        ...{ counted, isCounted: failed },
        snapshotId: kept ? snapshotId : null,
      });
      await tx.record([...markLock(next.events, news), ...news]);
      return { attempt: next.attempt, ...(await waitOf(tx, next.attempt, keys)) };
    });
    tellConfirmed(answer.attempt);
    if (answer.attempt.status !== 'open') captures.close(id);
    if (answer.attempt.status !== 'open' || reservations.get(id)?.stepIndex !== answer.attempt.stepIndex)
      release(id);
    return answer;
  }

  /** The step that the input leads to; what was shown is used up, and a try after which nothing is checked is the last. */
  async function walkOn(
    tx: AccessTransaction,
    attempt: Attempt,
    input: AttemptInput,
    {
      step,
      counted,
      use,
    }: { step(what: AttemptInput): AttemptStep; counted: ThrottleKey[]; use?: Using | undefined },
  ): Promise<{ next: AttemptStep; failed: boolean }> {
    let taken = input;
    let next = step(taken);
    if (next.attempt === attempt) return { next, failed: false };
    // What was shown is used up only by the attempt that it takes forward.
    const isTaken = input.kind === 'challenged' || next.attempt.shown.length > attempt.shown.length;
    if (isTaken && use && !(await use(tx))) {
      taken = { ...input, verdict: 'no_match', reason: 'wrong_secret' } as AttemptInput;
      next = step(taken);
    }
    const failed = next.attempt.wrongTries > attempt.wrongTries;
    if (failed) await throttling.count(tx.throttles, counted);
    if (failed && (await throttling.wait(tx.throttles, counted)) > 0)
      next = step({ ...taken, last: true } as AttemptInput);
    return { next, failed };
  }

  /** How long nothing is checked for whoever was refused, and whether the place itself is locked. */
  async function waitOf(tx: AccessTransaction, { status, watch }: Attempt, keys: ThrottleKey[]) {
    if (status !== 'denied') return { retryAfterMs: 0, locked: false };
    const retryAfterMs = await throttling.wait(tx.throttles, keys);
    const place = keys.filter(({ scope }) => scope === 'access_point');
    return { retryAfterMs, locked: watch !== null && (await throttling.wait(tx.throttles, place)) > 0 };
  }

  async function failuresBefore(
    tx: AccessTransaction,
    { ipAddress, accessPointId }: Attempt,
    input: AttemptInput,
  ) {
    const personId = namedBy(input);
    if (!personId) return {};
    const keys = throttling.keysOf({ personId, ipAddress, accessPointId });
    const failures = await throttling.failures(tx.throttles, keys);
    return failures >= SUSPICIOUS_FAILURES ? { afterFailures: failures } : {};
  }

  /** Keeps the counts of failures, in the transaction that decides. `keys`: by what the next try is held up. */
  async function settle(
    tx: AccessTransaction,
    before: Attempt,
    after: Attempt,
    {
      counted,
      isCounted,
      snapshotId,
    }: { counted: ThrottleKey[]; isCounted: boolean; snapshotId: SnapshotId | null },
  ): Promise<{ keys: ThrottleKey[]; news: EventDraft[] }> {
    if (after.status !== 'denied') {
      if (after.status === 'granted') await throttling.clear(tx.throttles, throttling.keysOf(after));
      return { keys: counted, news: [] };
    }
    if (after.reason === 'throttled') return { keys: counted, news: [] };
    if (NOBODYS_FAULT.includes(after.reason!)) return { keys: [], news: [] };
    // Left before the camera looked, or the server was restarted meanwhile: it counts all the same.
    const late = counted.length === 0 && currentFactor(before) === 'face';
    const keys = late ? throttling.keysOf(before) : counted;
    if (!isCounted) await throttling.count(tx.throttles, keys);
    return { keys, news: await throttling.news(tx.throttles, keys, after, snapshotId) };
  }

  function tellConfirmed({ id, status, shown, personId }: Attempt): void {
    const jpeg = captures.find(id)?.matchedFrame();
    const confirmed = status === 'granted' && shown.some((kind) => kind !== 'face');
    if (!jpeg || !personId || !confirmed) return;
    void Promise.resolve()
      .then(() => options.onConfirmedSighting?.({ attemptId: id, personId, jpeg }))
      .catch(() => undefined);
  }

  const reserve = (keys: ThrottleKey[]) => throttling.reserve(options.throttles, keys);

  return {
    decide,
    reserve,
    async isReserved({ id, stepIndex }, keys) {
      const known = reservations.get(id);
      if (known?.stepIndex === stepIndex) return (await known.reserved).waits;
      release(id);
      const reserved = reserve(keys);
      reservations.set(id, { stepIndex, reserved });
      const { waits } = await reserved;
      // It may have ended before there was anything to release; a later end releases it.
      if ((await options.attempts.find(id))?.status !== 'open') release(id);
      return waits;
    },
    release,
  };
}

/** A refusal that locks the place is one incident with the lock, and one alert. */
const markLock = (events: EventDraft[], news: EventDraft[]): EventDraft[] =>
  news.some(({ type }) => type === 'access_point.locked')
    ? events.map((event) =>
        event.type === 'attempt.denied'
          ? { ...event, facts: { ...event.facts, locks: true as const } }
          : event,
      )
    : events;

/** Refusals that say nothing about what was shown: they count as no failure. */
const NOBODYS_FAULT = ['factor_missing', 'out_of_schedule', 'locked_down', 'no_permission'];

const namedBy = (input: AttemptInput): PersonId | null =>
  input.kind === 'checked' && input.verdict === 'match' ? input.personId : null;
