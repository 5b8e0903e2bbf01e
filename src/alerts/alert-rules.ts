import { isGraveDenial } from '../evidence/index.ts';
import type { EventRecord, EventType } from '../kernel/index.ts';

/** What an alert may be: `isAlert` looks at no other. */
export const ALERT_TYPES: EventType[] = [
  'attempt.denied',
  'access.throttled',
  'access_point.locked',
  'credential.counter_fell',
];

/**
 * Whether the owner is told at once: a refusal at the face, or after something was already shown rightly, and a run of
 * failures (once, when the wait begins; the tries refused during it are in the log), and a passkey that may have been
 * copied. A mistyped password tells nobody,
 * and neither does anybody who was let in: a household drowns in alerts about itself.
 * Whatever is an alert here has the tone `alert` in the log.
 */
export function isAlert(event: EventRecord): boolean {
  if (event.type === 'access.throttled' || event.type === 'access_point.locked') return true;
  if (event.type === 'credential.counter_fell') return true;
  if (event.type !== 'attempt.denied') return false;
  const { reason, passed, locks } = event.facts;
  // The lock that it caused is the alert.
  if (locks) return false;
  if (reason === 'throttled' && passed === 0) return false;
  return isGraveDenial(event.facts);
}
