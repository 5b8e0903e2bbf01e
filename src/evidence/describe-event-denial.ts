import type { DenialReason, EventFacts, FactorKind } from '../kernel/index.ts';

export type DenialFacts = EventFacts['attempt.denied'];

/** A clause that ends “… was refused: ”. */
export function describeReason(reason: DenialReason, factor: FactorKind): string {
  switch (reason) {
    case 'unknown_credential':
      return factor === 'face' ? 'the face is nobody’s who is known here' : 'there is no such user name';
    case 'wrong_secret':
      return `the ${factor} was wrong`;
    case 'disabled':
      return 'the person is suspended';
    case 'no_permission':
      return 'the person may not pass here';
    case 'factor_missing':
      return `there is no ${factor} on file for this person`;
    case 'factor_mismatch':
      return factor === 'face'
        ? 'the face is not that of the person claimed'
        : `the ${factor} is not that of the person whose face was seen`;
    case 'no_face':
      return 'no face was seen in time';
    case 'liveness_failed':
      return 'the face did not move as a living one does when asked';
    case 'throttled':
      return 'there were too many failed tries before';
    case 'timed_out':
      return `the time for the ${factor} ran out`;
    case 'cancelled':
      return 'it was broken off';
  }
}

/** What was shown rightly before the step that failed. The flows that ship have two steps, so one factor names the other. */
export function describePassed(factor: FactorKind, passed: number): string {
  if (passed === 0) return '';
  if (passed > 1) return `${passed} steps were passed`;
  return factor === 'face' ? 'the password was right' : 'the face was right';
}

/**
 * Whether a refusal wants eyes: somebody who had already shown something right, a face that is nobody’s or somebody
 * else’s, a camera that saw nobody, or a run of failures. A mistyped password alone does not.
 */
export function isGraveDenial({ reason, factor, passed }: DenialFacts): boolean {
  if (passed > 0 || reason === 'throttled' || reason === 'no_face' || reason === 'factor_mismatch')
    return true;
  return (
    factor === 'face' &&
    (reason === 'liveness_failed' || reason === 'unknown_credential' || reason === 'timed_out')
  );
}

/**
 * One sentence on a refusal. `name` is the person claimed or recognised, null for nobody known; `at` is “ at the
 * front door” or empty. Says “not NAME” only of a face that was compared and did not fit.
 */
export function describeDenial(facts: DenialFacts, name: string | null, at: string): string {
  const { factor, reason, passed } = facts;
  const before = describePassed(factor, passed);
  const otherFace = factor === 'face' && (reason === 'factor_mismatch' || reason === 'unknown_credential');
  if (name && before && otherFace) {
    return `Somebody who is not ${name} tried to sign in as ${name}${at}: ${before}, the face was not.`;
  }
  if (name && before && factor !== 'face' && reason === 'wrong_secret') {
    return `Somebody with the face of ${name} was refused${at}: ${before}, the ${factor} was not.`;
  }
  const who = name ? `Somebody signing in as ${name}` : otherFace ? 'A stranger' : 'Somebody';
  return `${who} was refused${at}: ${before ? `${before}, but ` : ''}${describeReason(reason, factor)}.`;
}
