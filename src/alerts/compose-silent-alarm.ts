import type { ObligationId } from '../kernel/index.ts';
import { type AlertSubject, listFacts, namesOf } from './alert-facts.ts';
import { type AlertPage, renderPage, renderText } from './alert-page.ts';
import { formatInstant } from './alert-words.ts';
import { type AlertMessage, photoCid } from './channel.ts';
import { type ComposeOptions, cut, jpegOf, notePhoto } from './compose-alert.ts';

/** What must not be done comes before what happened: whoever reads this may stand next to the person. */
export function composeSilentAlarm(
  id: ObligationId,
  to: AlertMessage['to'],
  subject: AlertSubject,
  options: ComposeOptions,
): AlertMessage {
  const page = describePage(id, subject, options);
  const texts = { subject: page.subject, text: renderText(page), html: renderPage(page) };
  return { id, to, ...texts, photo: jpegOf(subject), at: subject.event.at };
}

function describePage(
  id: ObligationId,
  subject: AlertSubject,
  { timeZone, panelUrl }: ComposeOptions,
): AlertPage {
  const names = namesOf(subject);
  const at = names.accessPoint ? ` at ${names.accessPoint}` : '';
  const who = names.person ?? 'Somebody who was erased since';
  const granted = subject.event.type === 'attempt.granted';
  const end = granted ? 'granted as usual' : 'refused as usual';
  const when = formatInstant(subject.event.at, timeZone).words;
  return {
    subject: cut(`Sallyport: SILENT ALARM${at}: ${end}; do not call the person`),
    headline: `SILENT ALARM: ${who} showed a sign of duress${at} and was ${end}. Do not call the person and do not show this near the door.`,
    kicker: 'Sallyport silent alarm',
    rows: [
      ['Do now', 'Get help from outside. Whoever forces the person must not learn of this message.'],
      ['Under duress', who],
      ...listFacts(subject, timeZone).filter(([label]) => label !== 'Claimed to be'),
    ],
    photo: jpegOf(subject) ? { cid: photoCid(id), alt: `Photograph taken${at} on ${when}` } : null,
    photoNote: notePhoto(subject.photo),
    footer: ['You get this because you receive silent alarms of this Sallyport.', `Alarm ${id}`],
    link: panelUrl ? { url: panelUrl, text: 'Open the panel' } : null,
  };
}
