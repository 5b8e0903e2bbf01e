import { describePassed, describeReason, type EventNames, FACTOR_WORDS } from '../evidence/index.ts';
import type { EventRecord } from '../kernel/index.ts';
import { formatInstant, oneLine } from './alert-words.ts';

/** What was found under the event's snapshot id: null when none was taken, `erased` when it is gone since. */
export type AlertPhoto = { jpeg: Uint8Array } | 'erased' | 'unreadable' | null;

/** An event with everything it names looked up. */
export interface AlertSubject {
  event: EventRecord;
  /** Whom the attempt claimed to be, or whose factor came first. Null: nobody known, or erased since. */
  person: { displayName: string; userName: string } | null;
  actor: { displayName: string } | null;
  accessPoint: { name: string; place: string } | null;
  photo: AlertPhoto;
  /** How many alerts there were at this place in the last ten minutes, when not every one is mailed. */
  alertsLately?: number | undefined;
}

export type FactRow = [label: string, value: string];

export function namesOf({ person, actor, accessPoint }: AlertSubject): EventNames {
  return {
    person: person && oneLine(person.displayName),
    actor: actor && oneLine(actor.displayName),
    accessPoint: accessPoint && oneLine(accessPoint.name),
  };
}

/** The facts of an alert as label and value, in the order in which they help: when, where, who, what. */
export function listFacts(subject: AlertSubject, timeZone: string): FactRow[] {
  const { event, person, accessPoint } = subject;
  const when = formatInstant(event.at, timeZone);
  const rows: [string, string | null][] = [
    ['Alerts here', describeFlood(subject)],
    ['When', `${when.words} (${when.iso})`],
    [
      'Access point',
      accessPoint && [accessPoint.name, accessPoint.place].filter(Boolean).map(oneLine).join(', '),
    ],
    ['IP address', event.ipAddress ?? null],
    ['Claimed to be', claim(event, person)],
    ...describeStep(event),
    ['Attempt', event.attemptId ?? null],
    ['Log entry', String(event.seq)],
  ];
  return rows.filter((row): row is FactRow => Boolean(row[1]));
}

function describeFlood({ alertsLately }: AlertSubject): string | null {
  if (alertsLately === undefined) return null;
  return `${alertsLately} in the last ten minutes. While there are so many, not every one is mailed; the log has all.`;
}

function claim(event: EventRecord, person: AlertSubject['person']): string | null {
  if (person) return oneLine(`${person.displayName} (${person.userName})`);
  return event.personId ? 'somebody who was erased since' : null;
}

function describeStep(event: EventRecord): [string, string][] {
  if (event.type !== 'attempt.denied') return [];
  const { step, factor, reason } = event.facts;
  return [
    ['Failed step', `Step ${step}, ${FACTOR_WORDS[factor]}: ${describeReason(reason, factor)}`],
    ['Before that', describePassed(event.facts)],
  ];
}
