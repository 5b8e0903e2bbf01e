import type { EventRepository, Reactor } from '../evidence/index.ts';
import { type EventRecord, newId, type ObligationId, type SnapshotId } from '../kernel/index.ts';
import { type Person, type PersonRepository, permissionsOf } from '../people/index.ts';
import { type Cooldown, decideCooldown } from './alert-cooldown.ts';
import { isAlert } from './alert-rules.ts';
import type { OutboxRepository } from './repositories.ts';

/** What the reactor reaches of the running transaction. */
export interface AlertTransaction {
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
export function createAlertReactor(): Reactor<AlertTransaction> {
  return async (event, tx) => {
    if (!isAlert(event)) return;
    const cooldown = await decideCooldown(event, tx.events);
    if (!cooldown.mailed) return;
    const recipients = (await tx.people.list()).filter(receivesAlerts);
    for (const { id } of recipients) await tx.outbox.add(obligationFor(event, id, cooldown));
  };
}

export function receivesAlerts(person: Person): boolean {
  return (
    person.status === 'active' && person.email !== null && permissionsOf(person.roles).has('alerts.receive')
  );
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
