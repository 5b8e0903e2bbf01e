import { describeEvent } from '../evidence/index.ts';
import type { EventRecord, ObligationId } from '../kernel/index.ts';
import { type AlertSubject, type FactRow, namesOf } from './alert-facts.ts';
import { type AlertPage, renderPage, renderText } from './alert-page.ts';
import { formatInstant, oneLine } from './alert-words.ts';
import { type AlertMessage, photoCid } from './channel.ts';
import type { ComposeOptions } from './compose-alert.ts';

export const CALM_BAR = '#164c52';

/** News to somebody who is registered, or the question to the person whom it is about. */
export type NoticeKind = 'notice' | 'was_it_you';

/** What happened, where and when. No secrets, and nothing that only those may know who receive silent alarms. */
export function composeNotice(
  id: ObligationId,
  to: AlertMessage['to'],
  kind: NoticeKind,
  subject: AlertSubject,
  options: ComposeOptions,
): AlertMessage {
  const page = describePage(id, kind, subject, options);
  const jpeg = jpegOf(subject);
  return {
    ...{ id, to, subject: page.subject, text: renderText(page), html: renderPage(page) },
    ...{ photo: jpeg, at: subject.event.at, urgent: kind === 'was_it_you' },
  };
}

function describePage(
  id: ObligationId,
  kind: NoticeKind,
  subject: AlertSubject,
  { timeZone, panelUrl }: ComposeOptions,
): AlertPage {
  const { event } = subject;
  const names = namesOf(subject);
  const at = names.accessPoint ? ` at ${names.accessPoint}` : '';
  const own = kind === 'was_it_you';
  const sentence = describeEvent(event, names).sentence;
  return {
    subject: `Sallyport: ${own ? `was it you${at}?` : describeSubject(event, at)}`,
    headline: own ? `Was it you? ${sentence}` : sentence,
    kicker: 'Sallyport',
    barColor: event.type === 'attempt.denied' ? '#93372c' : CALM_BAR,
    rows: listRows(subject, timeZone),
    ...(own ? { note: NOT_YOU } : {}),
    photo: jpegOf(subject) ? { cid: photoCid(id), alt: `Photograph taken${at}` } : null,
    photoNote: event.type === 'attempt.denied' && !jpegOf(subject) ? 'No photograph was taken.' : null,
    footer: [
      own
        ? 'You get this because it was done in your name.'
        : 'Everybody who is registered here is told of this.',
      `Message ${id}`,
    ],
    link: panelUrl ? { url: panelUrl, text: 'Open the panel' } : null,
  };
}

const NOT_YOU =
  'If it was you, there is nothing to do. If it was not: change your password, and tell an administrator, who can say in the log that it was not you.';

/** Short, and without the names of people: it shows on locked screens. */
function describeSubject({ type }: EventRecord, at: string): string {
  switch (type) {
    case 'attempt.granted':
      return `somebody was let in${at}`;
    case 'attempt.denied':
      return `somebody was refused${at}`;
    case 'person.enrolment_failed':
      return 'somebody could not be registered';
    case 'person.added':
      return 'somebody was registered';
    default:
      return 'somebody’s registration was added to';
  }
}

function listRows({ event, accessPoint, alertsLately }: AlertSubject, timeZone: string): FactRow[] {
  const when = formatInstant(event.at, timeZone);
  const flood = `${alertsLately} in the last ten minutes. While there are so many, not every one is mailed.`;
  const rows: [string, string | null][] = [
    ['Like this', alertsLately === undefined ? null : flood],
    ['When', `${when.words} (${when.iso})`],
    [
      'Access point',
      accessPoint && [accessPoint.name, accessPoint.place].filter(Boolean).map(oneLine).join(', '),
    ],
    ['IP address', event.ipAddress ?? null],
  ];
  return rows.filter((row): row is FactRow => Boolean(row[1]));
}

/** A picture of somebody who was let in is theirs; the one of a refusal is shown to all who are told. */
function jpegOf({ photo }: AlertSubject): Uint8Array | null {
  return photo && typeof photo === 'object' ? photo.jpeg : null;
}
