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
  SnapshotId,
} from '../kernel/index.ts';
import type { FlowStep } from './access-point.ts';

export type AttemptStatus = 'open' | 'granted' | 'denied';

/** One walk through a flow. The steps are copied in when it starts, so that a changed flow never changes a walk. */
export interface Attempt {
  id: AttemptId;
  accessPointId: AccessPointId;
  flowId: FlowId;
  steps: FlowStep[];
  status: AttemptStatus;
  stepIndex: number;
  /** Instant at which the current step runs out, or null before the first input of a step that waits for one. */
  deadlineAt: number;
  /** Set by the first factor that names somebody; every later one must lead to the same person. */
  personId: PersonId | null;
  reason: DenialReason | null;
  ipAddress: string;
  startedAt: number;
  endedAt: number | null;
  /** Hex SHA-256 of the token that its browser holds. */
  tokenHash: string;
  /** True once it was exchanged for a session: a grant is used once. */
  spent: boolean;
  version: number;
}

/** What a factor's check came to. `inconclusive` changes nothing: the step goes on until its deadline. */
export type AttemptInput = (
  | {
      kind: 'checked';
      factor: FactorKind;
      verdict: 'match' | 'no_match';
      /** Whom the factor leads to; null when to nobody. */
      personId: PersonId | null;
      reason?: DenialReason;
      face?: FaceOutcome;
      /** Why a recognised face was not taken for a living one. */
      liveness?: string;
      score?: FaceScore;
      snapshotId?: SnapshotId | null;
    }
  | { kind: 'refused'; reason: 'throttled' | 'cancelled'; snapshotId?: SnapshotId | null }
  /** The clock said so. `sawFace` is what the capture knows of the time that ran out. */
  | { kind: 'deadline'; sawFace?: boolean; snapshotId?: SnapshotId | null }
) & {
  /** Whether the person whom the factor leads to is never let in by the face alone. */
  secondFactor?: boolean;
};

export interface AttemptStep {
  attempt: Attempt;
  events: EventDraft[];
}

/** Pure: the attempt after one input, and what to write down. An attempt that is over stays as it is. */
export function stepAttempt(attempt: Attempt, input: AttemptInput, now: number): AttemptStep {
  if (attempt.status !== 'open') return { attempt, events: [] };
  if (now >= attempt.deadlineAt || input.kind === 'deadline') {
    if (now < attempt.deadlineAt) return { attempt, events: [] };
    const late = input.kind === 'deadline' ? input : { sawFace: true };
    const atFace = currentFactor(attempt) === 'face';
    const noFace = atFace && !late.sawFace;
    return deny(
      attempt,
      noFace ? 'no_face' : 'timed_out',
      noFace ? { face: 'no_face' } : {},
      input.snapshotId,
      now,
    );
  }
  if (input.kind === 'refused') return deny(attempt, input.reason, {}, input.snapshotId, now);
  if (!attempt.steps[attempt.stepIndex]!.anyOf.includes(input.factor)) return { attempt, events: [] };
  if (input.verdict === 'no_match' || input.personId === null) {
    const reason = input.reason ?? 'unknown_credential';
    return deny(attempt, reason, input, input.snapshotId, now, input.factor, input.personId);
  }
  if (attempt.personId !== null && attempt.personId !== input.personId) {
    return deny(attempt, 'factor_mismatch', input, input.snapshotId, now, input.factor);
  }
  return pass(attempt, input, input.personId, now);
}

/** The factor that the current step waits for (the first of several until one is chosen). */
export function currentFactor(attempt: Attempt): FactorKind {
  return attempt.steps[attempt.stepIndex]!.anyOf[0]!;
}

function pass(
  attempt: Attempt,
  input: Extract<AttemptInput, { kind: 'checked' }>,
  personId: PersonId,
  now: number,
): AttemptStep {
  const about = subject(attempt, personId, input.snapshotId);
  const passed: EventDraft = {
    type: 'attempt.step_passed',
    facts: { step: attempt.stepIndex + 1, factor: input.factor, ...faceFacts(input) },
    ...about,
  };
  const steps = input.secondFactor ? stepsOfTwoFactors(attempt, input.factor) : attempt.steps;
  const next = steps[attempt.stepIndex + 1];
  if (next) {
    const stepIndex = attempt.stepIndex + 1;
    return {
      attempt: { ...attempt, steps, personId, stepIndex, deadlineAt: now + next.timeLimitMs },
      events: [passed],
    };
  }
  return {
    attempt: { ...attempt, personId, status: 'granted', endedAt: now },
    events: [passed, { type: 'attempt.granted', facts: { steps: attempt.steps.length }, ...about }],
  };
}

/** What is asked besides of whoever may not be let in by the face alone. */
const SECOND_STEP: FlowStep = { anyOf: ['password'], timeLimitMs: 120_000 };

/** A walk that would end on the face alone goes on with a password. A step that also takes a face may have been passed by one. */
function stepsOfTwoFactors({ steps, stepIndex }: Attempt, factor: FactorKind): FlowStep[] {
  const isLast = stepIndex === steps.length - 1;
  const faceOnly =
    factor === 'face' && steps.slice(0, stepIndex).every(({ anyOf }) => anyOf.includes('face'));
  return isLast && faceOnly ? [...steps, SECOND_STEP] : steps;
}

function deny(
  attempt: Attempt,
  reason: DenialReason,
  seen: FaceSeen,
  snapshotId: SnapshotId | null | undefined,
  now: number,
  factor: FactorKind = currentFactor(attempt),
  personId: PersonId | null = null,
): AttemptStep {
  const facts = {
    reason,
    step: attempt.stepIndex + 1,
    factor,
    passed: attempt.stepIndex,
    ...faceFacts(seen),
  };
  return {
    attempt: { ...attempt, status: 'denied', reason, endedAt: now },
    events: [
      { type: 'attempt.denied', facts, ...subject(attempt, attempt.personId ?? personId, snapshotId) },
    ],
  };
}

type FaceSeen = { face?: FaceOutcome; score?: FaceScore; liveness?: string };

const faceFacts = ({ face, score, liveness }: FaceSeen): FaceSeen => ({
  ...(face ? { face } : {}),
  ...(score ? { score } : {}),
  ...(liveness ? { liveness } : {}),
});

function subject(attempt: Attempt, personId: PersonId | null, snapshotId: SnapshotId | null | undefined) {
  return {
    personId,
    attemptId: attempt.id,
    accessPointId: attempt.accessPointId,
    ipAddress: attempt.ipAddress,
    snapshotId: snapshotId ?? null,
  };
}
