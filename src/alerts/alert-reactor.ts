import type { EventRepository, Reactor } from '../evidence/index.ts';
import { type EventRecord, newId, type ObligationId, type SnapshotId } from '../kernel/index.ts';
import { type Person, type PersonRepository, type RoleBook, standingOf } from '../people/index.ts';
import { type Cooldown, decideCooldown } from './alert-cooldown.ts';
import { isAlert } from './alert-rules.ts';
import { audienceOf, type NoticeSources } from './notice-rules.ts';
import type { OutboxRepository } from './repositories.ts';

/** What the reactor reaches of the running transaction. */
export interface AlertTransaction extends NoticeSources {
  people: Pick<PersonRepository, 'list'>;
  events: Pick<EventRepository, 'list'>;
  outbox: Pick<OutboxRepository, 'add'>;
}

/**
 * Turns an alert into one obligation per recipient, in the transaction that writes the event: either both stand, or
 * neither. Recipients are the active persons who may receive alerts and have an e-mail address.
 *
 * Obligations are written whether or not mail is set up: they wait, the overview counts them, and they go out once it
 * is. Of a flood at one place not every alert is owed to anybody: the log has all. Without a recipient there is nobody to owe a message to and nothing is written; the event itself stays in the log.
 */
export function createAlertReactor(roles: Pick<RoleBook, 'permissionsOf'>): Reactor<AlertTransaction> {
  return async (event, tx) => {
    if (!isAlert(event)) return;
    if (event.type === 'attempt.denied' && (await audienceOf(event, tx)) === 'nobody') return;
    const cooldown = await decideCooldown(event, tx.events);
    if (!cooldown.mailed) return;
    for (const person of await tx.people.list())
      if (await receivesAlerts(person, roles, event.at))
        await tx.outbox.add(obligationFor(event, person.id, cooldown));
  };
}

export async function receivesAlerts(
  person: Person,
  roles: Pick<RoleBook, 'permissionsOf'>,
  now: number,
): Promise<boolean> {
  if (standingOf(person, now) !== 'ok' || person.email === null) return false;
  return (await roles.permissionsOf(person.roles)).has('alerts.receive');
}

function obligationFor(event: EventRecord, recipientId: Person['id'], { many, alertsLately }: Cooldown) {
  const snapshotId: SnapshotId | null = event.snapshotId ?? null;
  return {
    id: newId<ObligationId>(),
    channel: 'email' as const,
    recipientId,
    facts: { eventSeq: event.seq, snapshotId, ...(many ? { alertsLately } : {}) },
    state: 'waiting' as const,
    createdAt: event.at,
    dueAt: event.at,
    tries: 0,
    endedAt: null,
  };
}
