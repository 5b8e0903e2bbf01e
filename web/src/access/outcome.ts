import { type Problem, problemOf } from '../api/problem.ts';
import type { Attempt } from '../api/types.ts';

type Outcome = NonNullable<Attempt['outcome']>;

const TITLES: Record<Outcome, string> = {
  welcome: 'Welcome',
  invalid: 'That was not right',
  unauthorised: 'You may not pass here',
  no_face: 'No face was seen',
  throttled: 'Too many tries',
  timed_out: 'The time has run out',
  cancelled: 'Cancelled',
  closed: 'Closed',
  locked: 'Locked',
};

const SENTENCES: Record<Outcome, string> = {
  welcome: 'You may pass.',
  invalid: 'The user name or the password is not right.',
  unauthorised: 'Ask somebody who works here if you think this is a mistake.',
  no_face: 'Stand before the camera, look into it, and see that there is enough light.',
  throttled: 'Wait a little, then try again.',
  timed_out: 'Nothing was shown in time. You can start again.',
  cancelled: 'You can start again whenever you like.',
  closed: 'Nobody may pass here at this time.',
  locked: 'There were too many wrong tries here. Somebody has been told.',
};

export const outcomeTitle = (attempt: Attempt): string => TITLES[attempt.outcome ?? 'unauthorised'];

/** What the server says, unless that is the title once more. */
export function outcomeSentence(attempt: Attempt): string {
  const title = outcomeTitle(attempt);
  if (attempt.message === `${title}.`) return 'Check what you type or show, and try again.';
  return attempt.message ?? SENTENCES[attempt.outcome ?? 'unauthorised'];
}

/** How long nothing is checked, when a problem is of that kind. */
export function retryAfterMs(thrown: unknown): number | null {
  const problem: Problem = problemOf(thrown);
  const wait = problem.details?.retryAfterMs;
  return problem.code === 'throttled' && typeof wait === 'number' ? wait : null;
}
