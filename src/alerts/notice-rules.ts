import type { AttemptId, EventRecord, EventType, FlowId } from '../kernel/index.ts';
import { readSection, SAMPLES } from '../people/index.ts';
import { type Audience, NOTICE_SETTINGS } from './notice-settings.ts';

/** What decides who hears of an event besides those who receive alerts. */
export interface NoticeSources {
  attempts: { find(id: AttemptId): Promise<{ flowId: FlowId } | null> };
  flows: { find(id: FlowId): Promise<{ tell?: { granted: Audience; denied: Audience } | undefined } | null> };
  settings: { get(name: string): Promise<unknown> };
}

/** Everything that may be told; one list, so that a flood is counted by what belongs together. */
const FAMILIES: EventType[][] = [
  ['attempt.granted'],
  ['attempt.denied'],
  ['person.added', 'person.enrolment_failed', 'credential.added', 'face.sample_added'],
];

export const familyOf = ({ type }: EventRecord): EventType[] =>
  FAMILIES.find((family) => family.includes(type)) ?? [];

/** Whether this event is one that people may be told of at all. */
export function isNews(event: EventRecord): boolean {
  switch (event.type) {
    case 'attempt.granted':
    case 'person.added':
    case 'person.enrolment_failed':
      return true;
    case 'attempt.denied':
      return isToldDenial(event);
    case 'credential.added':
      // A QR code rolls with every login, and is announced to its owner alone.
      return event.facts.factor !== 'qr';
    case 'face.sample_added':
      return event.facts.samples === SAMPLES.wanted;
    default:
      return false;
  }
}

/** Whoever walked away, or came at the wrong time, showed nothing wrong. */
function isToldDenial({ facts }: EventRecord & { type: 'attempt.denied' }): boolean {
  if (facts.reason === 'throttled') return facts.passed > 0;
  return !['cancelled', 'timed_out', 'out_of_schedule', 'locked_down', 'factor_missing'].includes(
    facts.reason,
  );
}

/** Who is told of it: by the flow for grants and refusals, by the site for registrations. Null = nothing was said. */
export async function audienceOf(event: EventRecord, sources: NoticeSources): Promise<Audience | null> {
  if (event.type === 'attempt.granted') return (await tellOf(event, sources))?.granted ?? null;
  if (event.type === 'attempt.denied') return (await tellOf(event, sources))?.denied ?? null;
  return (await readSection(NOTICE_SETTINGS, sources.settings)).tellRegistrations;
}

async function tellOf({ attemptId }: EventRecord, { attempts, flows }: NoticeSources) {
  const attempt = attemptId ? await attempts.find(attemptId) : null;
  return attempt ? (await flows.find(attempt.flowId))?.tell : undefined;
}

/** A login that its owner should hear of: right at last, or from where they never were. */
export const isSuspiciousLogin = (event: EventRecord): boolean =>
  event.type === 'attempt.granted' &&
  (event.facts.afterFailures !== undefined || event.facts.newNetwork === true);
