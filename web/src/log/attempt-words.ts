import type { LogEvent } from '../api/types.ts';

const REASONS: Record<string, string> = {
  unknown_credential: 'Nobody is enrolled with what was shown',
  wrong_secret: 'The password was wrong',
  disabled: 'The person is suspended',
  no_permission: 'The person may not pass here',
  factor_missing: 'A factor was missing',
  factor_mismatch: 'The face belongs to somebody else than the password',
  no_face: 'Nobody showed a face in time',
  throttled: 'There were too many failed tries before',
  timed_out: 'The time ran out',
  cancelled: 'The person gave up',
};

const FACES: Record<string, string> = {
  match: 'Recognised',
  uncertain: 'Too uncertain to say',
  unknown: 'Not somebody who is enrolled',
  no_face: 'No face seen',
};

const FACTORS: Record<string, string> = { password: 'password', face: 'face' };

const words = (table: Record<string, string>, code: unknown): string | null =>
  typeof code === 'string' ? (table[code] ?? code.replaceAll('_', ' ')) : null;

export const reasonWords = (event: LogEvent): string | null => words(REASONS, event.facts.reason);

/** What the face came to, from the last step that looked at one. */
export function faceFactsOf(events: readonly LogEvent[]): [string, string | null][] {
  const seen = events.findLast(({ facts }) => typeof facts.face === 'string');
  if (!seen) return [];
  const score = readScore(seen.facts.score);
  return [
    ['Face', words(FACES, seen.facts.face)],
    ['How near', score && nearWords(score, seen.facts.face)],
    ['The next nearest person', score && nextWords(score)],
  ];
}

interface Score {
  distance: number;
  threshold: number;
  margin: number | null;
}

function readScore(value: unknown): Score | null {
  const { distance, threshold, margin } = (value ?? {}) as Partial<Score>;
  if (typeof distance !== 'number' || typeof threshold !== 'number' || threshold <= 0) return null;
  return { distance, threshold, margin: typeof margin === 'number' ? margin : null };
}

/** In relation to what is allowed: a distance by itself says nothing to anybody. */
function nearWords({ distance, threshold }: Score, face: unknown): string {
  const near = allowedWords(distance / threshold);
  return face === 'unknown' && distance <= threshold
    ? `${near}, but nearer to a face that was said to be somebody else’s`
    : near;
}

/** Null when there is nobody else to compare with. */
function nextWords({ distance, threshold, margin }: Score): string | null {
  return margin === null ? null : allowedWords((distance + margin) / threshold);
}

const allowedWords = (share: number): string => `${Math.round(100 * share)} % of the distance allowed`;

/** “Step 2, face” */
export function stepWords(event: LogEvent): string | null {
  const { step, factor } = event.facts;
  if (typeof step !== 'number') return null;
  const name = words(FACTORS, factor);
  return name ? `Step ${step}, ${name}` : `Step ${step}`;
}

export type AttemptEnd = 'granted' | 'denied' | 'open';

/** How an attempt ended, from its events. */
export function endOf(events: readonly LogEvent[]): { end: AttemptEnd; event: LogEvent | null } {
  const last = events.findLast(
    (event) => event.type === 'attempt.granted' || event.type === 'attempt.denied',
  );
  if (!last) return { end: 'open', event: null };
  return { end: last.type === 'attempt.granted' ? 'granted' : 'denied', event: last };
}
