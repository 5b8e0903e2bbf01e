import { rootCertificates } from 'node:tls';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { z } from 'zod';
import {
  type AlertMessage,
  type Channel,
  codeCid,
  photoCid,
  type SendResult,
  tidyResponse,
} from '../channel.ts';
import { type MailSettings, refuseMailSettings } from '../mail-settings.ts';

export interface EmailOptions {
  /** PEM of a further CA to trust; the system's own ones and NODE_EXTRA_CA_CERTS are trusted anyway. */
  ca?: string;
  connectionTimeoutMs?: number;
  greetingTimeoutMs?: number;
  socketTimeoutMs?: number;
}

/** A wrong password or sender does not mend itself, and hammering on a login gets an account locked. */
const SETTINGS_WRONG_WAIT_MS = 15 * 60_000;

/**
 * E-mail by SMTP. Certificates are always verified; `starttls` fails rather than go on in the clear; without TLS
 * nothing leaves this machine. The Message-ID follows from the message's id, so a repeat shows as one.
 */
export function createEmailChannel(settings: MailSettings, options: EmailOptions = {}): Channel {
  return {
    kind: 'email',
    async send(message, signal) {
      const refused = refuse(settings, message);
      if (refused) return refused;
      const transport = openTransport(settings, options);
      try {
        const sent = await transport.sendMail({ ...toMail(message, settings.from), signal });
        return { outcome: 'delivered', response: blot(tidy(settings, sent.response), message) };
      } catch (error) {
        const judged = judge(error as MailError, settings);
        return judged.outcome === 'delivered' ? judged : { ...judged, why: blot(judged.why, message) };
      } finally {
        transport.close();
      }
    },
  };
}

/** An address that is none never reaches the library: it would find recipients in what follows a line break. */
const isAddress = (text: string): boolean => text.length <= 254 && z.email().safeParse(text).success;

function refuse(settings: MailSettings, message: AlertMessage): SendResult | null {
  if (!isAddress(message.to.address)) {
    const brief = 'the e-mail address is not valid';
    return { outcome: 'rejected', why: 'The recipient’s e-mail address is not valid.', brief };
  }
  const wrong = !isAddress(settings.from)
    ? 'The sender’s address in the mail settings is not valid.'
    : refuseMailSettings(settings);
  return wrong ? { outcome: 'retry', why: wrong, afterMs: SETTINGS_WRONG_WAIT_MS, channelDown: true } : null;
}

function openTransport(settings: MailSettings, options: EmailOptions) {
  const { host, port, security, userName, password } = settings;
  return createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    tls: { rejectUnauthorized: true, ...(options.ca ? { ca: [...rootCertificates, options.ca] } : {}) },
    ...(userName ? { auth: { user: userName, pass: password ?? '' } } : {}),
    connectionTimeout: options.connectionTimeoutMs ?? 10_000,
    greetingTimeout: options.greetingTimeoutMs ?? 10_000,
    socketTimeout: options.socketTimeoutMs ?? 20_000,
    dnsTimeout: 10_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

function toMail(message: AlertMessage, from: string): SendMailOptions {
  const { id, to, subject, text, html, urgent = true } = message;
  return {
    messageId: `<${id}@${from.split('@').at(-1)}>`,
    envelope: { from, to: [to.address] },
    from: { name: 'Sallyport', address: from },
    to: { name: oneLine(to.name), address: to.address },
    subject: oneLine(subject),
    text,
    html,
    priority: urgent ? 'high' : 'normal',
    // RFC 3834: no holiday note answers a machine.
    headers: { 'Auto-Submitted': 'auto-generated' },
    attachments: listPictures(message),
  };
}

function listPictures({ id, photo, code }: AlertMessage): SendMailOptions['attachments'] {
  const inline = (cid: string, filename: string, contentType: string, bytes: Uint8Array) => ({
    ...{ cid, filename, contentType, content: Buffer.from(bytes) },
    contentDisposition: 'inline' as const,
  });
  return [
    ...(photo ? [inline(photoCid(id), 'photograph.jpg', 'image/jpeg', photo)] : []),
    ...(code ? [inline(codeCid(id), 'qr-code.png', 'image/png', code)] : []),
  ];
}

const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();

/** As nodemailer throws it. */
interface MailError extends Error {
  code?: string;
  command?: string;
  response?: string;
  responseCode?: number;
  permanent?: boolean;
}

/** Only what the server says about this recipient or this message ends it; everything else may be over later. */
function judge(error: MailError, settings: MailSettings): SendResult {
  const why = tidy(settings, error.response ?? error.message);
  const aboutLogin =
    error.code === 'EAUTH' || error.code === 'ENOAUTH' || [530, 535, 538].includes(error.responseCode ?? 0);
  if (aboutLogin)
    return settingsWrong(`The mail server refused the user name or the password: ${why}`, settings);
  const answered = error.code === 'EENVELOPE' || error.code === 'EMESSAGE';
  if (!answered) return { outcome: 'retry', why: explain(error, why), channelDown: true };
  if (!error.permanent) return { outcome: 'retry', why, channelDown: false };
  if (error.command === 'MAIL FROM')
    return settingsWrong(`The mail server refused the sender: ${why}`, settings);
  const code = /^\d{3}(?: \d+\.\d+\.\d+)?/.exec(why)?.[0];
  return { outcome: 'rejected', why, brief: `the mail server refused it${code ? ` (${code})` : ''}` };
}

function settingsWrong(why: string, settings: MailSettings): SendResult {
  return { outcome: 'retry', why: tidy(settings, why), afterMs: SETTINGS_WRONG_WAIT_MS, channelDown: true };
}

function explain({ code }: MailError, why: string): string {
  if (code === 'EDNS') return `The mail server’s name was not found: ${why}`;
  if (code === 'ETLS') return `The connection could not be encrypted: ${why}`;
  if (code === 'ETIMEDOUT') return `The mail server did not answer in time: ${why}`;
  if (code === 'EABORT') return 'The try was stopped before the mail server answered.';
  return why;
}

/** A server may quote the message that it refuses. */
const blot = (text: string, { secrets = [] }: AlertMessage): string =>
  secrets.reduce((clean, secret) => clean.replaceAll(secret, '•••'), text);

const tidy = (settings: MailSettings, text: string): string => tidyResponse(text, settings);
