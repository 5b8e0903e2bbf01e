import { describeEvent, describePassed, describeReason } from '../evidence/index.ts';
import type { EventRecord, ObligationId } from '../kernel/index.ts';
import { type AlertPhoto, type AlertSubject, listFacts, namesOf } from './alert-facts.ts';
import { type AlertPage, renderPage, renderText } from './alert-page.ts';
import { formatInstant, oneLine } from './alert-words.ts';
import { type AlertMessage, photoCid } from './channel.ts';

export interface ComposeOptions {
  /** IANA name of the zone the owner lives in, such as `Europe/Rome`. */
  timeZone: string;
  /** Where the panel is reached, without a slash at its end; null leaves the link out. */
  panelUrl: string | null;
}

const SUBJECT_LENGTH = 160;

/**
 * One alert as a message: what happened, where, when, from which address, which step failed and why, whom the attempt
 * claimed to be, and the photograph. No secrets. Every foreign word is one line, and escaped in the HTML.
 */
export function composeAlert(
  id: ObligationId,
  to: AlertMessage['to'],
  subject: AlertSubject,
  options: ComposeOptions,
): AlertMessage {
  const page = describePage(id, subject, options);
  return {
    id,
    to,
    subject: page.subject,
    text: renderText(page),
    html: renderPage(page),
    photo: jpegOf(subject),
    at: subject.event.at,
  };
}

function describePage(
  id: ObligationId,
  subject: AlertSubject,
  { timeZone, panelUrl }: ComposeOptions,
): AlertPage {
  const { event, photo, alertsLately } = subject;
  const names = namesOf(subject);
  const when = formatInstant(event.at, timeZone).words;
  const at = names.accessPoint ? ` at ${names.accessPoint}` : '';
  const flood = alertsLately === undefined ? '' : ` (${alertsLately} alerts in ten minutes)`;
  return {
    subject: cut(`Sallyport: ${describeSubject(event, at + flood)}`),
    headline: describeEvent(event, names).sentence,
    kicker: 'Sallyport alert',
    rows: listFacts(subject, timeZone),
    photo: jpegOf(subject) ? { cid: photoCid(id), alt: `Photograph taken${at} on ${when}` } : null,
    photoNote: notePhoto(photo),
    footer: ['You get this because you are an administrator of this Sallyport.', `Alert ${id}`],
    link: panelUrl ? { url: panelUrl, text: 'Open the panel' } : null,
  };
}

/** Short, and without the names of people: it shows on locked screens. */
function describeSubject(event: EventRecord, at: string): string {
  if (event.type === 'access_point.locked')
    return `locked after ${event.facts.failures} wrong credentials${at}`;
  if (event.type === 'credential.counter_fell') return `a passkey may have been copied${at}`;
  if (event.type !== 'attempt.denied') return `too many failed tries${at}`;
  const { factor, reason } = event.facts;
  const before = describePassed(event.facts);
  return `refused${at}: ${before ? `${before}, but ` : ''}${describeReason(reason, factor)}`;
}

export function notePhoto(photo: AlertPhoto): string | null {
  if (photo === null) return 'No photograph was taken.';
  if (photo === 'erased') return 'The photograph was erased since.';
  return photo === 'unreadable' ? 'The photograph could not be read.' : null;
}

export function jpegOf({ photo }: AlertSubject): Uint8Array | null {
  return photo && typeof photo === 'object' ? photo.jpeg : null;
}

export function cut(text: string): string {
  const line = oneLine(text);
  return line.length <= SUBJECT_LENGTH ? line : `${line.slice(0, SUBJECT_LENGTH - 1)}…`;
}
