import type { ObligationId } from '../kernel/index.ts';

/** One message to one person, ready to send. */
export interface AlertMessage {
  /** The obligation's id. Every try carries it, so that a receiver can tell a repeat from a second message. */
  id: ObligationId;
  to: { address: string; name: string };
  /** One line. */
  subject: string;
  /** Stands alone: what matters is in it even where neither HTML nor the photograph is shown. */
  text: string;
  /** Shows the photograph, when there is one, as `cid:` + `photoCid(id)`. */
  html: string;
  /** JPEG, or null when there is none. */
  photo: Uint8Array | null;
  /** PNG of a QR code, shown by the HTML as `cid:` + `codeCid(id)`. */
  code?: Uint8Array;
  /** What no delivery record may hold, should the other side echo it. */
  secrets?: string[];
  /** Alerts and codes want to be seen at once; news need not. */
  urgent?: boolean;
  /** When what it tells of happened. */
  at: number;
}

export const codeCid = (id: ObligationId): string => `code.${id}@sallyport`;
export const photoCid = (id: ObligationId): string => `photo.${id}@sallyport`;

/** What the other side did with a message. Texts are at most 300 characters, one line, without credentials. */
export type SendResult =
  | { outcome: 'delivered'; response: string }
  /**
   * Nothing is lost, try again: not before `afterMs`, if given. `channelDown` says that every other message would meet
   * the same (no connection, refused login), so that one is enough to find out when it is over.
   */
  | { outcome: 'retry'; why: string; afterMs?: number; channelDown: boolean }
  /** Another try would end the same. `brief` goes into the log for good, so it is in our own words and names nobody. */
  | { outcome: 'rejected'; why: string; brief: string };

/** A way to reach somebody. Adding one is one file in `channels/` and one line where they are opened. */
export interface Channel {
  kind: string;
  /**
   * Sends one message. At least once: a try cut off after the other side took it is repeated with the same id.
   * Never throws for what the other side does, and ends soon after `signal` aborts.
   */
  send(message: AlertMessage, signal: AbortSignal): Promise<SendResult>;
}

const RESPONSE_LENGTH = 300;

/** Who signs in where, and with what: the sender's side of what a foreign answer may echo. */
export interface Login {
  userName: string | null;
  password: string | null;
}

/**
 * A foreign answer as it may be kept: one line, cut, with the password blotted out. A server may echo what it was sent,
 * so also as base64: alone (AUTH LOGIN), or at any of the three alignments within more (AUTH PLAIN, RFC 4616).
 */
export function tidyResponse(text: string, { userName, password }: Partial<Login> = {}): string {
  let tidy = text;
  if (password) {
    // The user's name before the password in AUTH PLAIN: an echo may be cut anywhere behind it.
    const telltales = userName ? [password, `\0${userName}\0`] : [password];
    tidy = tidy.replace(BASE64_RUN, (run) => (holdsAny(run, telltales) ? BLOT : run));
    for (const form of [password, base64(password), encodeURIComponent(password)])
      tidy = tidy.replaceAll(form, BLOT);
  }
  tidy = tidy.replace(/[\p{Cc}\u2028\u2029\s]+/gu, ' ').trim();
  return tidy.length <= RESPONSE_LENGTH ? tidy : `${tidy.slice(0, RESPONSE_LENGTH - 1)}…`;
}

const BLOT = '•••';
/** Of both alphabets (RFC 4648). */
const BASE64_RUN = /[A-Za-z0-9+/_-]{2,}={0,2}/g;

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** Whatever stands right before the base64 belongs to the run too, so it may begin at any of four characters. */
function holdsAny(run: string, telltales: string[]): boolean {
  return [0, 1, 2, 3].some((start) => {
    const decoded = Buffer.from(run.slice(start), 'base64');
    return telltales.some((telltale) => decoded.includes(telltale));
  });
}
