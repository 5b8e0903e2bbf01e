import type { SendResult } from './channel.ts';
import type { Obligation, ObligationState, TryOutcome } from './repositories.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** After the first failed try, the second, and so on; the last one goes on. */
const WAITS_MS = [5 * SECOND, 15 * SECOND, 45 * SECOND, 2 * MINUTE, 6 * MINUTE, 20 * MINUTE, HOUR, 3 * HOUR];

/** So long after it was owed a message is news no more. A few tries are made even then: mail may just have been set up. */
const GIVE_UP_AFTER_MS = 3 * DAY;
const FEWEST_TRIES = 5;

export const waitAfter = (tries: number): number =>
  WAITS_MS[Math.min(Math.max(tries, 1), WAITS_MS.length) - 1]!;

/** What becomes of an obligation after a try. */
export interface NextState {
  outcome: TryOutcome;
  state: ObligationState;
  /** Of a retry: not before. */
  dueAt: number;
  /** For the delivery record; may hold the server's words. */
  response: string;
  /** For the log, for good: our own words. Only of a rejection. */
  brief: string;
}

export function decideNext({ tries, createdAt }: Obligation, result: SendResult, now: number): NextState {
  switch (result.outcome) {
    case 'delivered':
      return { outcome: 'delivered', state: 'delivered', dueAt: now, response: result.response, brief: '' };
    case 'rejected':
      return {
        outcome: 'rejected',
        state: 'rejected',
        dueAt: now,
        response: result.why,
        brief: result.brief,
      };
    case 'retry': {
      if (now - createdAt > GIVE_UP_AFTER_MS && tries >= FEWEST_TRIES) {
        const brief = 'it could not be delivered within three days';
        return {
          outcome: 'rejected',
          state: 'rejected',
          dueAt: now,
          response: `Given up after three days: ${result.why}`,
          brief,
        };
      }
      const dueAt = now + Math.max(waitAfter(tries), result.afterMs ?? 0);
      return { outcome: 'retry', state: 'waiting', dueAt, response: result.why, brief: '' };
    }
  }
}
