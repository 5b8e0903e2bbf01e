import type {
  AccessPointId,
  AttemptId,
  DenialReason,
  EventDraft,
  FaceOutcome,
  FaceScore,
  FactorKind,
  FlowId,
  PersonId,
  ScreenId,
  SnapshotId,
} from '../kernel/index.ts';
import { type Circumstances, type Condition, type ConditionPart, checkCondition } from './condition.ts';
import type { MismatchHint } from './factors/factor.ts';
import { TRAITS } from './factors/traits.ts';
import { type Flow, type FlowStep, type Risk, TIME_LIMITS, type Watch } from './flow.ts';
import { isEnough } from './strength.ts';

export type AttemptStatus = 'open' | 'granted' | 'denied';

/** Why it went as it went, line by line; for those who may read the log. */
export interface TraceLine {
  at: number;
  /** 1-based; 0 = about the attempt as a whole. */
  step: number;
  what: 'asked' | 'skipped' | 'shown' | 'failed' | 'demanded' | 'granted' | 'denied';
  factors?: FactorKind[];
  /** A condition that did or did not hold, a denial reason, a rule: codes only. */
  why?: string;
}

/** What a factor's challenge wrote down; counts for one step. */
export interface AttemptChallenge {
  factor: FactorKind;
  keep: string;
  expiresAt: number;
}

/** One walk through a flow. What decides is copied in when it starts, so that a changed flow never changes a walk. */
export interface Attempt {
  id: AttemptId;
  accessPointId: AccessPointId;
  flowId: FlowId;
  steps: FlowStep[];
  allow: Condition | null;
  accepted: Risk[];
  watch: Watch | null;
  status: AttemptStatus;
  stepIndex: number;
  /** Instant at which the current step runs out. */
  deadlineAt: number;
  /** Set by the first factor that names somebody; every later one must lead to the same person. */
  personId: PersonId | null;
  /** What was shown rightly, in order. */
  shown: FactorKind[];
  /** Wrong tries in the current step. */
  wrongTries: number;
  challenge: AttemptChallenge | null;
  /** How often a challenge was asked for, in all steps. */
  challenges: number;
  /** A duress twin was shown. Leaves this server only for those who receive silent alarms. */
  duress: boolean;
  trace: TraceLine[];
  reason: DenialReason | null;
  ipAddress: string;
  /** The paired screen it began at; null elsewhere. */
  screenId: ScreenId | null;
  startedAt: number;
  endedAt: number | null;
  /** Hex SHA-256 of the token that its browser holds. */
  tokenHash: string;
  /** True once it was exchanged for a session: a grant is used once. */
  spent: boolean;
  version: number;
}

/** All that a decision looks at besides the attempt and the input. */
export interface Surroundings extends Circumstances {
  /** Fewest factors that this person must show. */
  leastFactors: number;
  /** What this person could show here if more were asked for, the best first. */
  couldShow: readonly FactorKind[];
  /** Further facts of a grant. */
  grantFacts?: { afterFailures?: number; newNetwork?: true };
}

/** What a factor's check came to. An inconclusive one is no input: the step goes on until its deadline. */
export type AttemptInput = (
  | {
      kind: 'checked';
      factor: FactorKind;
      /** The step it was shown for: it counts for no other. Absent = whichever waits. */
      stepIndex?: number;
      verdict: 'match' | 'no_match';
      /** Whom the factor leads to; null when to nobody. */
      personId: PersonId | null;
      reason?: DenialReason;
      duress?: boolean;
      face?: FaceOutcome;
      /** Why a recognised face was not taken for a living one. */
      liveness?: string;
      score?: FaceScore;
      /** A wrong one ends the attempt, whatever the step allows: nothing more would be checked. */
      last?: boolean;
      hint?: MismatchHint;
    }
  | { kind: 'challenged'; challenge: AttemptChallenge }
  | { kind: 'refused'; reason: 'throttled' | 'cancelled' }
  /** The clock said so. `sawFace` is what the capture knows of the time that ran out. */
  | { kind: 'deadline'; sawFace?: boolean }
) & { snapshotId?: SnapshotId | null };

type Checked = Extract<AttemptInput, { kind: 'checked' }>;

export interface AttemptStep {
  attempt: Attempt;
  events: EventDraft[];
}

/** Nothing was laid down by a flow and nothing shown yet. */
export const FRESH_WALK = {
  allow: null,
  accepted: [],
  watch: null,
  shown: [],
  wrongTries: 0,
  challenge: null,
  challenges: 0,
  duress: false,
  screenId: null,
  trace: [],
} satisfies Partial<Attempt>;

export type NewAttempt = Pick<Attempt, 'id' | 'accessPointId' | 'ipAddress' | 'tokenHash'> &
  Partial<Pick<Attempt, 'screenId'>>;

/** Pure: an attempt before its first step that is asked, or refused at once where nobody may pass now. */
export function beginAttempt(flow: Flow, about: NewAttempt, around: Surroundings, now: number): AttemptStep {
  const attempt: Attempt = {
    ...FRESH_WALK,
    ...about,
    flowId: flow.id,
    steps: flow.steps,
    allow: flow.allow ?? null,
    accepted: flow.accepted,
    watch: flow.watch ?? null,
    status: 'open',
    stepIndex: -1,
    deadlineAt: now,
    personId: null,
    reason: null,
    startedAt: now,
    endedAt: null,
    spent: false,
    version: 1,
  };
  return advance(attempt, around, now, null);
}

/** Pure: the attempt after one input, and what to write down. An attempt that is over stays as it is. */
export function stepAttempt(
  attempt: Attempt,
  input: AttemptInput,
  around: Surroundings,
  now: number,
): AttemptStep {
  const unchanged = { attempt, events: [] };
  if (attempt.status !== 'open') return unchanged;
  if (now >= attempt.deadlineAt) return runOut(attempt, input, now);
  switch (input.kind) {
    case 'deadline':
      return unchanged;
    case 'refused':
      return deny(attempt, input.reason, input, now);
    case 'challenged': {
      if (!asksFor(attempt, input.challenge.factor)) return unchanged;
      const { challenge } = input;
      return { attempt: { ...attempt, challenge, challenges: attempt.challenges + 1 }, events: [] };
    }
    case 'checked':
      if (input.stepIndex !== undefined && input.stepIndex !== attempt.stepIndex) return unchanged;
      return asksFor(attempt, input.factor) ? check(attempt, input, around, now) : unchanged;
  }
}

const asksFor = ({ steps, stepIndex }: Attempt, factor: FactorKind): boolean =>
  steps[stepIndex]!.anyOf.includes(factor);

/** The factor that the current step waits for (the first of several until one is chosen). */
export const currentFactor = (attempt: Attempt): FactorKind =>
  attempt.steps[Math.max(0, attempt.stepIndex)]?.anyOf[0] ?? 'password';

/** Wrong tries that the current step allows in all. */
export function triesOf({ steps, stepIndex }: Attempt, factor: FactorKind): number {
  return steps[stepIndex]?.tries ?? TRAITS[factor].tries;
}

function check(attempt: Attempt, input: Checked, around: Surroundings, now: number): AttemptStep {
  if (input.verdict === 'no_match' || input.personId === null) return fail(attempt, input, now);
  if (attempt.personId !== null && attempt.personId !== input.personId)
    return fail(attempt, { ...input, verdict: 'no_match', reason: 'factor_mismatch' }, now);
  const passed: Attempt = {
    ...attempt,
    personId: input.personId,
    shown: [...attempt.shown, input.factor],
    duress: attempt.duress || input.duress === true,
    trace: [
      ...attempt.trace,
      { at: now, step: attempt.stepIndex + 1, what: 'shown', factors: [input.factor] },
    ],
  };
  const facts = { step: attempt.stepIndex + 1, factor: input.factor, ...faceFacts(input) };
  const event: EventDraft = { type: 'attempt.step_passed', facts, ...subject(passed, input) };
  const next = advance(passed, around, now, input);
  return { ...next, events: [event, ...next.events] };
}

/** What can be guessed at: that it is somebody else's must look as if it were nobody's. */
const GUESSABLE: readonly FactorKind[] = ['password', 'pin', 'card'];

/** A mistyped secret may be tried again while the step allows it; whatever else is wrong ends the attempt. */
function fail(attempt: Attempt, input: Checked, now: number): AttemptStep {
  const reason = input.reason ?? 'unknown_credential';
  const mistyped =
    reason === 'factor_mismatch'
      ? GUESSABLE.includes(input.factor)
      : reason === 'wrong_secret' || reason === 'unknown_credential';
  const left = triesOf(attempt, input.factor) - attempt.wrongTries - 1;
  if (!mistyped || input.last || input.factor === 'face' || left <= 0) {
    const denied = deny(attempt, reason, input, now, input.factor, input.personId);
    return { ...denied, events: [...warnOf(attempt, input), ...denied.events] };
  }
  const step = attempt.stepIndex + 1;
  const line: TraceLine = { at: now, step, what: 'failed', factors: [input.factor], why: reason };
  const who = { ...attempt, personId: attempt.personId ?? input.personId };
  return {
    attempt: {
      ...attempt,
      wrongTries: attempt.wrongTries + 1,
      trace: [...attempt.trace, line],
      challenge: input.factor === 'passkey' ? null : attempt.challenge,
    },
    events: [
      ...warnOf(attempt, input),
      {
        type: 'attempt.step_failed',
        facts: { step, factor: input.factor, reason, left, ...clockFact(input) },
        ...subject(who, input),
      },
    ],
  };
}

/** Told besides the refusal: a credential that may have been copied is more than a wrong try. */
function warnOf(attempt: Attempt, { factor, hint, ...input }: Checked): EventDraft[] {
  if (!hint || !('counterFellOf' in hint)) return [];
  const who = { ...attempt, personId: attempt.personId ?? input.personId };
  const facts = { factor, credentialId: hint.counterFellOf };
  return [{ type: 'credential.counter_fell', facts, ...subject(who, input) }];
}

const clockFact = ({ hint }: { hint?: MismatchHint | undefined }) =>
  hint && 'clockOffMs' in hint ? { clockOffMs: hint.clockOffMs } : {};

function runOut(attempt: Attempt, input: AttemptInput, now: number): AttemptStep {
  const sawFace = input.kind === 'deadline' ? input.sawFace : true;
  const noFace = currentFactor(attempt) === 'face' && !sawFace;
  return deny(
    attempt,
    noFace ? 'no_face' : 'timed_out',
    { ...(noFace ? { face: 'no_face' as const } : {}), snapshotId: input.snapshotId ?? null },
    now,
  );
}

/** On to the next step that is to be asked, to a grant when there is none and enough was shown, or to one step more. */
function advance(before: Attempt, around: Surroundings, now: number, input: Checked | null): AttemptStep {
  const outside = before.allow ? checkCondition(before.allow, around) : null;
  if (outside?.holds === false) return deny(before, DENIALS[outside.failed[0] ?? 'groups'], input ?? {}, now);
  let attempt = before;
  for (let index = before.stepIndex + 1; index < before.steps.length; index++) {
    const step = before.steps[index]!;
    const condition = step.when ? checkCondition(step.when, around) : null;
    // Of somebody not known yet everything is asked.
    if (condition?.holds !== false) return ask(attempt, index, now);
    const why = condition.failed.join(',');
    attempt = trace(attempt, { at: now, step: index + 1, what: 'skipped', factors: step.anyOf, why });
  }
  return conclude(attempt, around, now, input);
}

/** What is refused when a part of `allow` does not hold. */
const DENIALS: Record<ConditionPart, DenialReason> = {
  schedule: 'out_of_schedule',
  alarm: 'locked_down',
  networks: 'no_permission',
  groups: 'no_permission',
};

function ask(attempt: Attempt, stepIndex: number, now: number): AttemptStep {
  const { anyOf, timeLimitMs } = attempt.steps[stepIndex]!;
  const asked = trace(attempt, { at: now, step: stepIndex + 1, what: 'asked', factors: anyOf });
  return {
    attempt: { ...asked, stepIndex, deadlineAt: now + timeLimitMs, wrongTries: 0, challenge: null },
    events: [],
  };
}

function conclude(attempt: Attempt, around: Surroundings, now: number, input: Checked | null): AttemptStep {
  const { shown, accepted, steps } = attempt;
  const isFine = (kinds: readonly FactorKind[]) => isEnough(kinds, around.leastFactors, accepted);
  // Nothing is granted before something was shown.
  if (input && isFine(shown)) return grant(attempt, around, now, input);
  const more = around.couldShow.filter((kind) => !shown.includes(kind) && isFine([...shown, kind]));
  const stepIndex = steps.length;
  if (more.length === 0 || attempt.personId === null)
    return deny(
      { ...attempt, stepIndex: Math.min(attempt.stepIndex, steps.length - 1) },
      'factor_missing',
      input ?? {},
      now,
    );
  const step: FlowStep = { anyOf: more, timeLimitMs: TIME_LIMITS[more[0]!], demanded: true };
  const why = around.leastFactors > 1 ? 'two_factors' : 'not_enough';
  const demanded = trace(attempt, { at: now, step: stepIndex + 1, what: 'demanded', factors: more, why });
  return ask({ ...demanded, steps: [...steps, step] }, stepIndex, now);
}

function grant(attempt: Attempt, around: Surroundings, now: number, input: Checked): AttemptStep {
  const granted = trace(attempt, { at: now, step: 0, what: 'granted' });
  const facts = {
    steps: attempt.steps.length,
    factors: attempt.shown,
    ...around.grantFacts,
    ...(attempt.duress ? { duress: true as const } : {}),
  };
  return {
    attempt: { ...granted, status: 'granted', endedAt: now, challenge: null },
    events: [{ type: 'attempt.granted', facts, ...subject(attempt, input) }],
  };
}

type Seen = {
  face?: FaceOutcome;
  score?: FaceScore;
  liveness?: string;
  hint?: MismatchHint;
  snapshotId?: SnapshotId | null | undefined;
};

function deny(
  attempt: Attempt,
  reason: DenialReason,
  seen: Seen,
  now: number,
  factor: FactorKind = currentFactor(attempt),
  personId: PersonId | null = null,
): AttemptStep {
  const stepIndex = Math.max(0, attempt.stepIndex);
  const facts = {
    reason,
    step: stepIndex + 1,
    factor,
    passed: attempt.shown.length,
    ...(attempt.shown.length > 0 ? { shown: attempt.shown } : {}),
    ...faceFacts(seen),
    ...clockFact(seen),
    ...(attempt.duress ? { duress: true as const } : {}),
  };
  const line: TraceLine = { at: now, step: stepIndex + 1, what: 'denied', factors: [factor], why: reason };
  const who = { ...attempt, personId: attempt.personId ?? personId };
  return {
    attempt: { ...trace(attempt, line), stepIndex, status: 'denied', reason, endedAt: now, challenge: null },
    events: [{ type: 'attempt.denied', facts, ...subject(who, seen) }],
  };
}

const trace = (attempt: Attempt, line: TraceLine): Attempt => ({
  ...attempt,
  trace: [...attempt.trace, line],
});

const faceFacts = ({ face, score, liveness }: Seen) => ({
  ...(face ? { face } : {}),
  ...(score ? { score } : {}),
  ...(liveness ? { liveness } : {}),
});

function subject(attempt: Attempt, { snapshotId }: Pick<Seen, 'snapshotId'>) {
  return {
    personId: attempt.personId,
    attemptId: attempt.id,
    accessPointId: attempt.accessPointId,
    ipAddress: attempt.ipAddress,
    snapshotId: snapshotId ?? null,
  };
}
