import { type AttemptId, type FactorKind, newId, type PersonId, SallyportError } from '../kernel/index.ts';
import { normaliseUserName, type PersonRepository } from '../people/index.ts';
import type { AccessOptions, AccessTransaction, AttemptAnswer } from './access-options.ts';
import type { AccessPoint } from './access-point.ts';
import { type Attempt, type AttemptInput, beginAttempt } from './attempt.ts';
import type { FrameAnswer } from './captures.ts';
import { createDecisions } from './decisions.ts';
import type { FactorInput } from './factor-input.ts';
import type { FactorAnswer } from './factors/factor.ts';
import { newKey, readKey } from './held-key.ts';
import type { AttemptRepository, ThrottleRepository } from './repositories.ts';
import { isScreenOf, mayBegin, type Origin } from './screen.ts';
import type { ThrottleKey } from './throttling.ts';

export interface SpendTransaction {
  attempts: AttemptRepository;
  people: Pick<PersonRepository, 'find'>;
}

/** A grant that nobody came for is worth nothing soon: much may change after it. */
const SPEND_WITHIN_MS = 60_000;
/** Codes and challenges asked for in one attempt. */
const MOST_CHALLENGES = 5;
/** Short enough that somebody’s can be hit upon by guessing at everybody’s. */
const GUESSED: readonly FactorKind[] = ['pin', 'card'];

export interface Access {
  /**
   * `token` goes to the browser and nowhere else. Where nobody may pass now, the attempt is denied already. Throws
   * `screen_not_paired` for a browser that is no screen of this access point.
   */
  begin(point: AccessPoint, from: Origin): Promise<{ attempt: Attempt; token: string }>;
  /** The attempt a token belongs to, or null. */
  authenticate(token: string): Promise<Attempt | null>;
  show(attempt: Attempt, input: FactorInput): Promise<AttemptAnswer>;
  /** Sends a code or makes a challenge for the current step; `show` is for the browser. Throws `throttled`, `wrong_step`. */
  challenge(
    attempt: Attempt,
    factor: FactorKind,
  ): Promise<AttemptAnswer & { show: Record<string, unknown> | null }>;
  /** One camera frame. Decides, or says what to do better. Where the step asks for no camera it only keeps watch. */
  showFrame(
    attempt: Attempt,
    jpeg: Uint8Array,
  ): Promise<Exclude<FrameAnswer, { kind: 'decided' }> | { kind: 'attempt'; attempt: Attempt }>;
  /** Asks for another movement in a liveness challenge; false when there is none to offer. */
  swapMovement(attempt: Attempt): boolean;
  /** How long a watched access point is locked yet; 0 when it is not. */
  lockedFor(point: AccessPoint): Promise<number>;
  /** Ends the lock before its time; false when there is none. */
  unlock(point: AccessPoint, actor: { id: PersonId | null; ipAddress: string | null }): Promise<boolean>;
  cancel(attempt: Attempt): Promise<Attempt>;
  /**
   * Marks a granted attempt as used, within the transaction that makes what it is exchanged for. Once, and within a
   * minute of the grant, and only while the person is active; otherwise throws `attempt_over`.
   */
  spend(tx: SpendTransaction, attempt: Attempt): Promise<void>;
  /** Ends what has run out of time; returns how many. */
  expireOverdue(): Promise<number>;
}

const demandsLiveness = ({ steps, stepIndex }: Attempt) => steps[stepIndex]?.liveness === true;

const checked = (
  factor: FactorKind,
  answer: Exclude<FactorAnswer, { verdict: 'inconclusive' }>,
): Extract<AttemptInput, { kind: 'checked' }> => ({ kind: 'checked', factor, ...answer });

export function createAccess(options: AccessOptions): Access {
  const { ledger, attempts, flows, clock, throttling, captures, factors } = options;
  const { decide, reserve, isReserved, release } = createDecisions(options);

  function demandStep(attempt: Attempt, factor: FactorKind): void {
    if (attempt.status !== 'open') throw new SallyportError('attempt_over');
    if (!attempt.steps[attempt.stepIndex]!.anyOf.includes(factor)) throw new SallyportError('wrong_step');
  }

  const contextOf = ({ id, personId, challenge }: Attempt, factor: FactorKind) => {
    const now = clock.now();
    const stands = challenge?.factor === factor && challenge.expiresAt > now;
    return { attemptId: id, claimedPersonId: personId, challenge: stands ? challenge.keep : null, now };
  };

  const takes = (attempt: Attempt, factor: FactorKind) =>
    attempt.steps[attempt.stepIndex]!.anyOf.includes(factor);

  /** Whose tries this one is counted with: an unknown name's like a known one's. */
  async function keysOf(attempt: Attempt, input: FactorInput): Promise<ThrottleKey[]> {
    if (input.factor !== 'password') {
      const naming = attempt.personId === null && GUESSED.includes(input.factor) ? input.factor : undefined;
      return throttling.keysOf({ ...attempt, naming });
    }
    const userName = normaliseUserName(input.userName);
    const personId = await options.findPersonId(userName);
    return throttling.keysOf({ ...attempt, personId, userName });
  }

  async function show(attempt: Attempt, input: FactorInput): Promise<AttemptAnswer> {
    const factor = factors[input.factor];
    demandStep(attempt, input.factor);
    if (!factor) throw new SallyportError('wrong_step');
    const keys = await keysOf(attempt, input);
    const reservation = await reserve(keys);
    if (reservation.waits) return decide(attempt.id, { kind: 'refused', reason: 'throttled' }, keys);
    const normalised =
      input.factor === 'password' ? { ...input, userName: normaliseUserName(input.userName) } : input;
    try {
      const answer = await factor.verify(normalised, contextOf(attempt, input.factor));
      if (answer.verdict === 'inconclusive') throw new SallyportError('internal');
      const use = answer.verdict === 'match' ? answer.use : undefined;
      const shown = { ...checked(input.factor, answer), stepIndex: attempt.stepIndex };
      return await decide(attempt.id, shown, keys, use);
    } finally {
      reservation.release();
    }
  }

  /** Looks for a face: decides, or says what to do better. */
  async function showFace(attempt: Attempt, jpeg: Uint8Array) {
    const keys = throttling.keysOf(attempt);
    if (await isReserved(attempt, keys)) {
      const refused = await decide(attempt.id, { kind: 'refused', reason: 'throttled' }, keys);
      return { kind: 'attempt' as const, attempt: refused.attempt };
    }
    const capture = captures.open(attempt, demandsLiveness(attempt));
    const seen = await capture.feed(jpeg);
    if (seen.kind !== 'decided') return seen;
    const decided = await decide(attempt.id, checked('face', seen.answer), keys);
    return { kind: 'attempt' as const, attempt: decided.attempt };
  }

  /** Looks for a QR code; null when there is none, or still the one that was read already. */
  async function showCode(attempt: Attempt, jpeg: Uint8Array) {
    const text = await options.readCode(jpeg);
    if (text === null || !captures.isNewCode(attempt.id, text, clock.now())) return null;
    const { attempt: after } = await show(attempt, { factor: 'qr', text });
    return { kind: 'attempt' as const, attempt: after };
  }

  /** A face, a code, or nothing that is asked for: then the camera keeps watch. */
  async function look(attempt: Attempt, jpeg: Uint8Array) {
    const read = takes(attempt, 'qr') ? await showCode(attempt, jpeg) : null;
    if (read) return read;
    if (takes(attempt, 'face')) return showFace(attempt, jpeg);
    await captures.watch(attempt.id, jpeg);
    const guidance = takes(attempt, 'qr') ? ('show_code' as const) : ('watching' as const);
    return { kind: 'guidance' as const, guidance, progress01: 0, box: null };
  }

  /** It may have ended while its frame was looked at: what the frame left behind is closed by nobody else. */
  async function forgetIfOver(id: AttemptId): Promise<void> {
    if ((await attempts.find(id))?.status !== 'open') captures.close(id);
  }

  async function lockOf(point: AccessPoint, from: { throttles: Pick<ThrottleRepository, 'find'> }) {
    const watch = (await flows.find(point.flowId))?.watch;
    const keys = watch ? throttling.keysOfPoint(point.id, watch) : [];
    return { keys, waitMs: await throttling.wait(from.throttles, keys) };
  }

  return {
    async begin(point, from) {
      if (!mayBegin(point, from)) throw new SallyportError('screen_not_paired');
      const flow = await flows.find(point.flowId);
      if (!flow) throw new SallyportError('not_found');
      const { secretHash, keyOf } = newKey();
      const about = {
        ...{ id: newId<AttemptId>(), accessPointId: point.id, ipAddress: from.ipAddress },
        ...{ screenId: isScreenOf(point, from.screen) ? from.screen.id : null, tokenHash: secretHash },
      };
      const { attempt, events } = beginAttempt(
        flow,
        about,
        await options.surroundings(about, null),
        clock.now(),
      );
      await ledger.transaction(async (tx) => {
        await tx.attempts.add(attempt);
        await tx.record(events);
      });
      return { attempt, token: keyOf(attempt.id) };
    },

    async authenticate(token) {
      const withHash = async (id: string) => {
        const attempt = await attempts.find(id as AttemptId);
        return attempt && { attempt, keyHash: attempt.tokenHash };
      };
      return (await readKey(token, withHash))?.attempt ?? null;
    },

    show,

    async challenge(attempt, kind) {
      demandStep(attempt, kind);
      const factor = factors[kind];
      if (!factor?.challenge) throw new SallyportError('wrong_step');
      if (attempt.challenges >= MOST_CHALLENGES) throw new SallyportError('throttled');
      const answer = await factor.challenge(contextOf(attempt, kind));
      if (!answer.ok) {
        const input = { verdict: 'no_match' as const, personId: attempt.personId, reason: answer.reason };
        return { ...(await decide(attempt.id, checked(kind, input))), show: null };
      }
      const { keep, expiresAt, send } = answer;
      const input: AttemptInput = { kind: 'challenged', challenge: { factor: kind, keep, expiresAt } };
      const sent =
        send &&
        (async (tx: AccessTransaction) => {
          const current = await tx.attempts.find(attempt.id);
          // Asked again within the transaction: many at once are no more than one after the other.
          if (current!.challenges >= MOST_CHALLENGES) throw new SallyportError('throttled');
          await send(tx);
          return true;
        });
      return { ...(await decide(attempt.id, input, [], sent)), show: answer.show };
    },

    async showFrame(attempt, jpeg) {
      if (attempt.status !== 'open') throw new SallyportError('attempt_over');
      try {
        return await look(attempt, jpeg);
      } finally {
        await forgetIfOver(attempt.id);
      }
    },

    swapMovement: (attempt) => captures.find(attempt.id)?.swap() ?? false,

    lockedFor: async (point) => (await lockOf(point, options)).waitMs,

    unlock: (point, { id: actorId, ipAddress }) =>
      ledger.transaction(async (tx) => {
        const { keys, waitMs } = await lockOf(point, tx);
        if (waitMs === 0) return false;
        await throttling.clear(tx.throttles, keys);
        await tx.record([
          { type: 'access_point.unlocked', facts: {}, accessPointId: point.id, actorId, ipAddress },
        ]);
        return true;
      }),

    async cancel(attempt) {
      if (attempt.status !== 'open') return attempt;
      if (isUntouched(attempt)) return closeQuietly(attempt, 'cancelled');
      return (await decide(attempt.id, { kind: 'refused', reason: 'cancelled' })).attempt;
    },

    async spend(tx, attempt) {
      const current = await tx.attempts.find(attempt.id);
      const person = current?.personId ? await tx.people.find(current.personId) : null;
      const granted = current?.status === 'granted' && !current.spent && person?.status === 'active';
      const fresh = granted && clock.now() - current.endedAt! < SPEND_WITHIN_MS;
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
  function isUntouched({ id, shown, wrongTries }: Attempt): boolean {
    return shown.length === 0 && wrongTries === 0 && !captures.find(id);
  }

  async function closeQuietly(attempt: Attempt, reason: 'timed_out' | 'cancelled'): Promise<Attempt> {
    captures.close(attempt.id);
    release(attempt.id);
    await ledger.transaction((tx) => tx.attempts.remove(attempt.id, attempt.version));
    return { ...attempt, status: 'denied', reason, endedAt: clock.now() };
  }
}
