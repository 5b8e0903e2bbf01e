import type { AccessPointId, AttemptId, DenialReason, FactorKind, PersonId } from '../kernel/index.ts';
import { type Attempt, type AttemptStep, beginAttempt, type Surroundings, stepAttempt } from './attempt.ts';
import type { Flow } from './flow.ts';

/** What would come of somebody standing there with these factors. */
export interface WhatIfQuestion {
  flow: Flow;
  accessPointId: AccessPointId;
  personId: PersonId;
  /** Why they are let in nowhere; null when they may be. */
  whyNot: DenialReason | null;
  /** Once it is known who they are. */
  around: Surroundings;
  /** What they have; a factor shown and not held is somebody else’s or nobody’s. */
  held: readonly FactorKind[];
  /** What they show, in the order of preference; each where a step asks for it. */
  shown: readonly FactorKind[];
  at: number;
}

/** Between two factors that are shown, ms. */
const PACE_MS = 1_000;

/**
 * Pure: the attempt as it would end. Walks through the functions that decide real attempts; only what the factors would
 * find out is taken from the question. Nothing is counted, used up or written.
 */
export function whatIf(question: WhatIfQuestion): Attempt {
  const { flow, accessPointId, around, at } = question;
  const about = { id: 'what-if' as AttemptId, accessPointId, ipAddress: around.ipAddress, tokenHash: '' };
  const unknown: Surroundings = { ...around, groups: null, leastFactors: 1, couldShow: [] };
  let { attempt } = beginAttempt(flow, about, unknown, at);
  for (let now = at + PACE_MS; attempt.status === 'open'; now += PACE_MS) {
    attempt = showOne(question, attempt, unknown, now).attempt;
  }
  return attempt;
}

function showOne(
  { personId, whyNot, around, held, shown }: WhatIfQuestion,
  attempt: Attempt,
  unknown: Surroundings,
  now: number,
): AttemptStep {
  const { anyOf } = attempt.steps[attempt.stepIndex]!;
  const takes = shown.filter((kind) => anyOf.includes(kind));
  const factor = takes.find((kind) => !attempt.shown.includes(kind)) ?? takes[0];
  if (!factor && !anyOf.some((kind) => held.includes(kind))) {
    const lacks = {
      kind: 'checked' as const,
      factor: anyOf[0]!,
      verdict: 'no_match' as const,
      personId: null,
    };
    return stepAttempt(attempt, { ...lacks, reason: 'factor_missing' }, unknown, now);
  }
  if (!factor) return stepAttempt(attempt, { kind: 'deadline' }, unknown, attempt.deadlineAt);
  const checked = { kind: 'checked' as const, factor, last: true };
  if (!held.includes(factor)) {
    const reason = attempt.personId ? ('factor_missing' as const) : ('unknown_credential' as const);
    const input = { ...checked, verdict: 'no_match' as const, personId: null, reason };
    return stepAttempt(attempt, input, unknown, now);
  }
  if (whyNot) {
    const input = { ...checked, verdict: 'no_match' as const, personId, reason: whyNot };
    return stepAttempt(attempt, input, unknown, now);
  }
  return stepAttempt(attempt, { ...checked, verdict: 'match', personId }, around, now);
}
