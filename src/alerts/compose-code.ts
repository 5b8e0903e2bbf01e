import type { EventRecord, ObligationId } from '../kernel/index.ts';
import { type AlertPage, renderPage, renderText } from './alert-page.ts';
import { formatInstant, oneLine } from './alert-words.ts';
import { type AlertMessage, codeCid } from './channel.ts';
import type { ComposeOptions } from './compose-alert.ts';
import { CALM_BAR } from './compose-notice.ts';

/** What is sent: six digits, or the text of a QR code with its picture. */
export type CodeToSend =
  | { kind: 'digits'; code: string; expiresAt: number }
  | { kind: 'qr'; text: string; png: Uint8Array };

const IF_NOT_YOU =
  'If you did not ask for it, tell an administrator of this Sallyport: somebody passed a step before it in your name. Give the code to nobody who asks for it.';

/** A code as a message. The subject is shown on locked screens, and holds nothing of it. */
export function composeCode(
  id: ObligationId,
  to: AlertMessage['to'],
  { event, place, code }: { event: EventRecord; place: string | null; code: CodeToSend },
  options: ComposeOptions,
): AlertMessage {
  const page =
    code.kind === 'digits'
      ? describeDigits(id, event, place, code, options)
      : describeQr(id, event, code, options);
  return {
    ...{ id, to, subject: page.subject, text: renderText(page), html: renderPage(page) },
    ...{ photo: null, at: event.at },
    ...(code.kind === 'qr' ? { code: code.png, secrets: [code.text] } : { secrets: [code.code] }),
  };
}

function describeDigits(
  id: ObligationId,
  event: EventRecord,
  place: string | null,
  { code, expiresAt }: { code: string; expiresAt: number },
  { timeZone }: ComposeOptions,
): AlertPage {
  const at = place ? ` at ${oneLine(place)}` : '';
  return {
    ...frame(id, `Sallyport: your code${at}`),
    headline: `Your code${at}`,
    digits: code,
    rows: [
      ['Valid until', formatInstant(expiresAt, timeZone).words],
      ['Asked for', formatInstant(event.at, timeZone).words],
    ],
    note: `It is good once, and only on the screen where you asked for it. ${IF_NOT_YOU}`,
    photo: null,
  };
}

function describeQr(
  id: ObligationId,
  event: EventRecord,
  { text }: { text: string },
  { timeZone, panelUrl }: ComposeOptions,
): AlertPage {
  return {
    ...frame(id, 'Sallyport: your new QR code'),
    headline: 'Your QR code for the next time',
    rows: [
      ['Issued', formatInstant(event.at, timeZone).words],
      ['As text', text],
    ],
    note: 'Hold it to the camera when you are asked for it. It is good once; the one before is void. Whoever has this message has the code: do not forward it.',
    photo: { cid: codeCid(id), alt: 'Your QR code', widthPx: 280 },
    link: panelUrl ? { url: `${panelUrl}/me`, text: 'It is on your page in the panel, too' } : null,
  };
}

const frame = (id: ObligationId, subject: string) => ({
  ...{ subject, kicker: 'Sallyport', barColor: CALM_BAR, photoNote: null, link: null },
  footer: ['You get this because you are registered at this Sallyport.', `Message ${id}`],
});
