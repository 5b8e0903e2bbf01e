import { newId, type ObligationId } from '../kernel/index.ts';
import { renderPage, renderText } from './alert-page.ts';
import { formatInstant } from './alert-words.ts';
import type { Channel } from './channel.ts';
import { createEmailChannel } from './channels/email.ts';
import type { MailSettings } from './mail-settings.ts';

export interface VerifyOptions {
  timeZone: string;
  now: number;
  /** The request waits for the answer. */
  timeoutMs?: number;
  openChannel?: (settings: MailSettings) => Channel;
}

/**
 * Sends one message with these settings now, by the very way alerts take. Answers what the server said, at most 300
 * characters and without the password; never throws for what the server does.
 */
export async function verifyAndSend(
  settings: MailSettings,
  to: string,
  { timeZone, now, timeoutMs = 30_000, openChannel = createEmailChannel }: VerifyOptions,
): Promise<{ delivered: boolean; response: string }> {
  const id = newId<ObligationId>();
  const page = {
    subject: 'Sallyport: test message',
    headline: 'Mail from Sallyport arrives here.',
    kicker: 'Sallyport test message',
    rows: [['When', formatInstant(now, timeZone).words] as [string, string]],
    photo: null,
    photoNote: 'An alert would show the photograph here.',
    footer: ['Somebody with the right to change the mail settings asked for this message.'],
    link: null,
  };
  const message = { id, to: { address: to, name: '' }, subject: page.subject, photo: null, at: now };
  const channel = openChannel(settings);
  const signal = AbortSignal.timeout(timeoutMs);
  const result = await channel.send({ ...message, text: renderText(page), html: renderPage(page) }, signal);
  return result.outcome === 'delivered'
    ? { delivered: true, response: result.response }
    : { delivered: false, response: result.why };
}
