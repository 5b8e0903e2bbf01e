import type { DenialReason, EventFacts, FactorKind } from '../kernel/index.ts';
import { describeClock, FACTOR_WORDS } from './describe-event-words.ts';

export type DenialFacts = EventFacts['attempt.denied'];

/** A clause that ends “… was refused: ”. */
export function describeReason(reason: DenialReason, factor: FactorKind): string {
  const word = FACTOR_WORDS[factor];
  switch (reason) {
    case 'unknown_credential':
      if (factor === 'password') return 'there is no such user name';
      return `the ${word} is nobody’s who is known here`;
    case 'wrong_secret':
      return `the ${word} was wrong`;
    case 'disabled':
      return 'the person is suspended';
    case 'expired':
      return 'the time in which the person may pass is over';
    case 'not_yet_valid':
      return 'the time in which the person may pass has not begun';
    case 'revoked':
      return `the ${word} was withdrawn`;
    case 'out_of_schedule':
      return 'nobody may pass here at this time';
    case 'locked_down':
      return 'nobody may pass while the alarm is as it is';
    case 'no_permission':
      return 'the person may not pass here';
    case 'factor_missing':
      return `there is no ${word} on file for this person`;
    case 'factor_mismatch':
      return factor === 'face'
        ? 'the face is not that of the person claimed'
        : `the ${word} is somebody else’s than what was shown before`;
    case 'no_face':
      return 'no face was seen in time';
    case 'liveness_failed':
      return 'the face did not move as a living one does when asked';
    case 'throttled':
      return 'there were too many failed tries before';
    case 'timed_out':
      return `the time for the ${word} ran out`;
    case 'cancelled':
      return 'it was broken off';
  }
}

/** What was shown rightly before the step that failed; events of before flows were data do not say which factor. */
export function describePassed({ factor, passed, shown }: DenialFacts): string {
  if (passed === 0) return '';
  const words = (shown ?? []).map((kind) => FACTOR_WORDS[kind]);
  if (passed > 1 && words.length === 0) return `${passed} steps were passed`;
  if (words.length === 0) return factor === 'face' ? 'the password was right' : 'the face was right';
  const list = words.length === 1 ? words[0] : `${words.slice(0, -1).join(', the ')} and the ${words.at(-1)}`;
  return `the ${list} ${words.length === 1 ? 'was' : 'were'} right`;
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
  return sayDenial(facts, name, at).replace(/\.$/, `${describeClock(facts.clockOffMs)}.`);
}

function sayDenial(facts: DenialFacts, name: string | null, at: string): string {
  const { factor, reason } = facts;
  const word = FACTOR_WORDS[factor];
  const before = describePassed(facts);
  const otherFace = factor === 'face' && (reason === 'factor_mismatch' || reason === 'unknown_credential');
  if (name && before && otherFace) {
    return `Somebody who is not ${name} tried to sign in as ${name}${at}: ${before}, the face was not.`;
  }
  if (name && before && factor !== 'face' && reason === 'wrong_secret') {
    return `Somebody with the face of ${name} was refused${at}: ${before}, the ${word} was not.`;
  }
  const who = name ? `Somebody signing in as ${name}` : otherFace ? 'A stranger' : 'Somebody';
  return `${who} was refused${at}: ${before ? `${before}, but ` : ''}${describeReason(reason, factor)}.`;
}
