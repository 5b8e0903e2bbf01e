import { z } from 'zod';
import type { EventRepository, SnapshotRepository } from '../evidence/index.ts';
import type { AccessPointId, Clock, EventRecord, Logger, PersonId } from '../kernel/index.ts';
import type { Person, PersonRepository, RoleBook } from '../people/index.ts';
import type { AlertPhoto, AlertSubject } from './alert-facts.ts';
import { receivesAlerts } from './alert-reactor.ts';
import type { AlertMessage } from './channel.ts';
import { type ComposeOptions, composeAlert } from './compose-alert.ts';
import { composeSilentAlarm } from './compose-silent-alarm.ts';
import type { Obligation } from './repositories.ts';
import { receivesSilentAlarms } from './silent-alarms.ts';

/** Where an alert's words are looked up when it is sent: obligations hold ids only. */
export interface AlertSources {
  people: Pick<PersonRepository, 'find'>;
  events: Pick<EventRepository, 'listForward'>;
  snapshots: Pick<SnapshotRepository, 'find'>;
  accessPoints: { find(id: AccessPointId): Promise<{ name: string; place: string } | null> };
}

export interface PrepareOptions extends ComposeOptions {
  clock: Clock;
  roles: Pick<RoleBook, 'permissionsOf'>;
  logger: Logger;
}

export type PreparedAlert =
  | { message: AlertMessage; event: EventRecord }
  /** Nobody to send it to any more; in our own words. */
  | { unsendable: string; event: EventRecord | null };

/** The message as it is true now: somebody suspended or erased since gets nothing, and an erased photograph is gone. */
export async function prepareAlert(
  obligation: Obligation,
  sources: AlertSources,
  options: PrepareOptions,
): Promise<PreparedAlert> {
  const [event] = await sources.events.listForward(obligation.facts.eventSeq - 1, 1);
  if (!event) return { unsendable: 'the event it tells of is not in the log', event: null };
  const recipient = await sources.people.find(obligation.recipientId);
  const { silent } = obligation.facts;
  const unsendable = await whyNot(recipient, options, silent ? receivesSilentAlarms : receivesAlerts);
  if (unsendable || !recipient?.email) return { unsendable: unsendable ?? '', event };

  const subject = await findSubject(obligation, event, sources, options.logger);
  const to = { address: recipient.email, name: recipient.displayName };
  const compose = silent ? composeSilentAlarm : composeAlert;
  return { message: compose(obligation.id, to, subject, options), event };
}

async function whyNot(
  recipient: Person | null,
  { roles, clock }: PrepareOptions,
  receives: typeof receivesAlerts,
): Promise<string | null> {
  if (!recipient) return 'the recipient was erased';
  if (recipient.email === null) return 'the recipient has no e-mail address any more';
  if (!z.email().safeParse(recipient.email).success) return 'the recipient’s e-mail address is not valid';
  const may = await receives(recipient, roles, clock.now());
  return may ? null : 'the recipient may not receive alerts any more';
}

/** Everything that the event names, looked up. */
export async function findSubject(
  obligation: Obligation,
  event: EventRecord,
  sources: AlertSources,
  logger: Logger,
): Promise<AlertSubject> {
  return {
    event,
    person: await findPerson(sources, event.personId),
    actor: await findPerson(sources, event.actorId),
    accessPoint: event.accessPointId ? await sources.accessPoints.find(event.accessPointId) : null,
    photo: await findPhoto(obligation, sources, logger),
    alertsLately: obligation.facts.alertsLately,
  };
}

async function findPerson(sources: AlertSources, id: PersonId | null | undefined): Promise<Person | null> {
  return id ? sources.people.find(id) : null;
}

/** A photograph that cannot be read holds up no alert. */
async function findPhoto(
  { id, facts }: Obligation,
  sources: AlertSources,
  logger: Logger,
): Promise<AlertPhoto> {
  if (!facts.snapshotId) return null;
  try {
    const snapshot = await sources.snapshots.find(facts.snapshotId);
    return snapshot ? { jpeg: snapshot.jpeg } : 'erased';
  } catch (error) {
    logger.error(
      { obligationId: id, err: error },
      'a snapshot could not be read; the alert goes out without it',
    );
    return 'unreadable';
  }
}
