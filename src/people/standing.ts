import type { Person } from './repositories.ts';

/** Whether a person counts at all now; each other word is the reason of a refusal. */
export type Standing = 'ok' | 'disabled' | 'not_yet_valid' | 'expired';

/** `validFrom` is the first instant that counts, `validUntil` the first that does not any more. */
export function standingOf(
  { status, validFrom, validUntil }: Pick<Person, 'status' | 'validFrom' | 'validUntil'>,
  now: number,
): Standing {
  if (status !== 'active') return 'disabled';
  if (validFrom !== null && now < validFrom) return 'not_yet_valid';
  if (validUntil !== null && now >= validUntil) return 'expired';
  return 'ok';
}
