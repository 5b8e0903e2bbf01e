import type { EventRepository, Reactor } from '../evidence/index.ts';
import {
  type AccessPointId,
  type EventRecord,
  type MessageKind,
  newId,
  type PersonId,
} from '../kernel/index.ts';
import {
  type Person,
  type PersonRepository,
  type RoleBook,
  readSection,
  standingOf,
} from '../people/index.ts';
import { type Cooldown, decideCooldown } from './alert-cooldown.ts';
import { receivesAlerts } from './alert-reactor.ts';
import { isAlert } from './alert-rules.ts';
import { audienceOf, familyOf, isNews, isSuspiciousLogin, type NoticeSources } from './notice-rules.ts';
import { NOTICE_SETTINGS } from './notice-settings.ts';
import type { Obligation, OutboxRepository } from './repositories.ts';

/** What the reactor reaches of the running transaction. */
export interface NoticeTransaction extends NoticeSources {
  people: Pick<PersonRepository, 'list' | 'find'>;
  events: Pick<EventRepository, 'list'>;
  outbox: Pick<OutboxRepository, 'add'>;
  accessPoints: { find(id: AccessPointId): Promise<{ kind: string } | null> };
}

type Roles = Pick<RoleBook, 'permissionsOf'>;

/** Somebody to whom a message can be sent at all. */
export const isReachable = (person: Person, now: number): boolean =>
  standingOf(person, now) === 'ok' && person.email !== null;

/**
 * Who is told besides those who receive alerts, as obligations in the transaction of the event: everybody of a grant,
 * a refusal or a registration where the flow or the site says so, and the person concerned of a suspicious login. Of a
 * flood not every event is told, as with alerts; the person concerned always is.
 */
export function createNoticeReactor(roles: Roles): Reactor<NoticeTransaction> {
  return async (event, tx) => {
    if (event.type === 'code.issued') return oweCode(event, tx);
    if (!isNews(event)) return;
    const told = await listTold(event, tx, roles);
    const cooldown = told.size > 0 ? await decideNoticeCooldown(event, tx) : null;
    const asked = await isAskedBack(event, tx);
    if (asked && event.personId) told.set(event.personId, 'was_it_you');
    for (const [personId, kind] of told)
      if (cooldown?.mailed || (asked && personId === event.personId))
        await owe(tx, event, personId, kind, cooldown);
  };
}

/** By e-mail; what goes by SMS is for the SMS channel. Whoever has no address finds their QR code in the panel. */
async function oweCode(event: EventRecord & { type: 'code.issued' }, tx: NoticeTransaction): Promise<void> {
  const person = event.personId ? await tx.people.find(event.personId) : null;
  if (person && isReachable(person, event.at) && event.facts.factor !== 'sms_otp')
    await owe(tx, event, person.id, 'code');
}

/** Each person once: who gets the alert gets no notice of the same. */
async function listTold(
  event: EventRecord,
  tx: NoticeTransaction,
  roles: Roles,
): Promise<Map<PersonId, MessageKind>> {
  const told = new Map<PersonId, MessageKind>();
  const audience = await audienceOf(event, tx);
  if (audience === null || audience === 'nobody') return told;
  const alerted = isAlert(event);
  for (const person of await tx.people.list()) {
    const inAlerts = await receivesAlerts(person, roles, event.at);
    if (!isReachable(person, event.at) || (alerted && inAlerts) || (audience === 'alerts' && !inAlerts))
      continue;
    const own = event.type === 'attempt.granted' && person.id === event.personId;
    told.set(person.id, own ? 'was_it_you' : 'notice');
  }
  return told;
}

const decideNoticeCooldown = (event: EventRecord, tx: NoticeTransaction): Promise<Cooldown> =>
  decideCooldown(event, tx.events, { types: familyOf(event), counts: isNews });

/** Whether the person is asked about their own login. */
async function isAskedBack(event: EventRecord, tx: NoticeTransaction): Promise<boolean> {
  if (!isSuspiciousLogin(event) || !event.personId || !event.accessPointId) return false;
  if ((await tx.accessPoints.find(event.accessPointId))?.kind !== 'login') return false;
  if (!(await readSection(NOTICE_SETTINGS, tx.settings)).askAfterSuspiciousLogin) return false;
  const person = await tx.people.find(event.personId);
  return person !== null && isReachable(person, event.at);
}

/** A code is waited for: it goes before whatever else is due. */
const AHEAD_MS = 3_600_000;

function owe(
  { outbox }: NoticeTransaction,
  event: EventRecord,
  recipientId: PersonId,
  message: MessageKind,
  cooldown: Cooldown | null = null,
): Promise<void> {
  const lately = cooldown?.many ? { alertsLately: cooldown.alertsLately } : {};
  const obligation: Obligation = {
    id: newId(),
    channel: 'email',
    recipientId,
    facts: { eventSeq: event.seq, snapshotId: event.snapshotId ?? null, message, ...lately },
    state: 'waiting',
    createdAt: event.at,
    dueAt: message === 'code' ? event.at - AHEAD_MS : event.at,
    tries: 0,
    endedAt: null,
  };
  return outbox.add(obligation);
}
