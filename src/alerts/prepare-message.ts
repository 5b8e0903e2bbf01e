import { z } from 'zod';
import type { EventRepository } from '../evidence/index.ts';
import type { AccessPointId, AttemptId, CredentialId, EventRecord, PersonId } from '../kernel/index.ts';
import type { Person } from '../people/index.ts';
import { type CodeToSend, composeCode } from './compose-code.ts';
import { composeNotice } from './compose-notice.ts';
import { isReachable } from './notice-reactor.ts';
import {
  type AlertSources,
  findSubject,
  type PreparedAlert,
  type PrepareOptions,
  prepareAlert,
} from './prepare-alert.ts';
import type { Obligation } from './repositories.ts';

/** Where codes are looked up when they are sent. */
export interface MessageSources extends AlertSources {
  events: Pick<EventRepository, 'list' | 'listForward'>;
  attempts: { find(id: AttemptId): Promise<{ status: string; accessPointId: AccessPointId } | null> };
  codes: { find(id: AttemptId): Promise<{ personId: PersonId; code: string; expiresAt: number } | null> };
  credentials: { find(id: CredentialId): Promise<{ lookup: string | null } | null> };
}

export interface MessageOptions extends PrepareOptions {
  /** A PNG of the text as a QR code. */
  drawQr(text: string): Promise<Uint8Array>;
}

export type PreparedMessage = PreparedAlert & {
  /** Of a code that is gone once this was sent. */
  sentCode?: { attemptId: AttemptId; code: string };
  /** What it would have said is void: nobody missed anything. */
  moot?: boolean;
};

/** The message as it is true now, whatever its kind. */
export async function prepareMessage(
  obligation: Obligation,
  sources: MessageSources,
  options: MessageOptions,
): Promise<PreparedMessage> {
  const { eventSeq, message = 'alert' } = obligation.facts;
  if (message === 'alert') return prepareAlert(obligation, sources, options);
  const [event] = await sources.events.listForward(eventSeq - 1, 1);
  if (!event) return { unsendable: 'the event it tells of is not in the log', event: null };
  const recipient = await sources.people.find(obligation.recipientId);
  const unsendable = whyNot(recipient, options.clock.now());
  if (unsendable || !recipient?.email) return { unsendable: unsendable ?? '', event };
  const to = { address: recipient.email, name: recipient.displayName };
  if (message === 'code') return prepareCode(obligation, event, to, sources, options);
  const subject = await findSubject(withoutForeignPhoto(obligation, event), event, sources, options.logger);
  return { message: composeNotice(obligation.id, to, message, subject, options), event };
}

/** What belongs to the person let in is shown to that person alone. */
function withoutForeignPhoto(obligation: Obligation, event: EventRecord): Obligation {
  const own = obligation.recipientId === event.personId;
  if (event.type === 'attempt.denied' || own) return obligation;
  return { ...obligation, facts: { ...obligation.facts, snapshotId: null } };
}

function whyNot(recipient: Person | null, now: number): string | null {
  if (!recipient) return 'the recipient was erased';
  if (!isReachable(recipient, now)) return 'the recipient may not be told any more, or has no e-mail address';
  return z.email().safeParse(recipient.email).success ? null : 'the recipient’s e-mail address is not valid';
}

async function prepareCode(
  { id, recipientId }: Obligation,
  event: EventRecord,
  to: { address: string; name: string },
  sources: MessageSources,
  options: MessageOptions,
): Promise<PreparedMessage> {
  if (event.type !== 'code.issued') return { unsendable: 'the event tells of no code', event };
  const found =
    event.facts.factor === 'qr'
      ? await findQr(event.facts.credentialId, sources, options)
      : await findDigits(event, recipientId, sources, options.clock.now());
  if ('void' in found) return { unsendable: found.void, event, moot: true };
  const place = await findPlace(event, sources);
  const message = composeCode(id, to, { event, place, code: found }, options);
  const digits = found.kind === 'digits' && event.attemptId;
  return { message, event, ...(digits ? { sentCode: { attemptId: digits, code: found.code } } : {}) };
}

async function findPlace(
  { attemptId }: EventRecord,
  { attempts, accessPoints }: MessageSources,
): Promise<string | null> {
  const attempt = attemptId ? await attempts.find(attemptId) : null;
  return attempt && ((await accessPoints.find(attempt.accessPointId))?.name ?? null);
}

/** A code that nobody waits for any more is not sent late. */
async function findDigits(
  { attemptId, seq }: EventRecord,
  recipientId: PersonId,
  { attempts, codes, events }: MessageSources,
  now: number,
): Promise<CodeToSend | { void: string }> {
  const attempt = attemptId ? await attempts.find(attemptId) : null;
  if (!attemptId || attempt?.status !== 'open') return { void: 'the attempt that asked for it is over' };
  const [latest] = await events.list({ attemptId, types: ['code.issued'], limit: 1 });
  if (latest && latest.seq !== seq) return { void: 'a newer one took its place' };
  const code = await codes.find(attemptId);
  if (!code || code.personId !== recipientId) return { void: 'it was used already, or has run out' };
  if (code.expiresAt <= now) return { void: 'the code has run out' };
  return { kind: 'digits', code: code.code, expiresAt: code.expiresAt };
}

async function findQr(
  credentialId: CredentialId | undefined,
  { credentials }: MessageSources,
  { drawQr }: MessageOptions,
): Promise<CodeToSend | { void: string }> {
  const credential = credentialId ? await credentials.find(credentialId) : null;
  if (!credential?.lookup) return { void: 'a newer one took its place' };
  return { kind: 'qr', text: credential.lookup, png: await drawQr(credential.lookup) };
}
