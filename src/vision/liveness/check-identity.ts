import {
  meanTemplate,
  type Template,
  templateDistance,
  templateFromBytes,
  templateToBytes,
} from '../template.ts';
import type { ChallengeState } from './challenge.ts';

/**
 * Distances up to which two moments of one challenge show one person. Wider than between a photograph and an
 * enrolment, because this asks only whether the face was exchanged; strangers are about 0.3 apart.
 */
export const IDENTITY_LIMITS = {
  frontal: 0.16,
  turned: 0.22,
  /** From this turn (degrees) the wider limit counts. */
  turnedFromDeg: 10,
  /** One template may be spoilt by movement. */
  strangeFrames: 2,
  firstTemplates: 2,
} as const;

const decode = (text: string): Template => templateFromBytes(Buffer.from(text, 'base64'));

export function encodeTemplate(template: Template): string {
  return Buffer.from(templateToBytes(template)).toString('base64');
}

/** Mean of the first frames' templates. */
function firstTemplate({ firstTemplates }: ChallengeState): Template {
  return meanTemplate(firstTemplates.map(decode));
}

/** Compares a template with the first frames; never forgets the worst. */
export function checkTemplate(
  state: ChallengeState,
  template: Template,
  turnDeg: number,
  nowMs: number,
): ChallengeState {
  const distance = templateDistance(firstTemplate(state), template);
  const { frontal, turned } = state.identityLimits ?? IDENTITY_LIMITS;
  const limit = Math.abs(turnDeg) >= IDENTITY_LIMITS.turnedFromDeg ? turned : frontal;
  return {
    ...state,
    worstDistance: Math.max(state.worstDistance, distance),
    strangeFrames: distance > limit ? state.strangeFrames + 1 : 0,
    lastTemplateAtMs: nowMs,
  };
}

export function hasChanged({ strangeFrames }: ChallengeState): boolean {
  return strangeFrames >= IDENTITY_LIMITS.strangeFrames;
}

/** True when nobody is claimed, too. */
export function isClaimedPerson(state: ChallengeState): boolean {
  const { claimed } = state;
  return !claimed || templateDistance(firstTemplate(state), decode(claimed.template)) <= claimed.maxDistance;
}
