import type { Reactor } from '../evidence/index.ts';
import { type EventRecord, newId, type ObligationId } from '../kernel/index.ts';
import { type Person, type PersonRepository, type Role, type RoleBook, standingOf } from '../people/index.ts';
import type { OutboxRepository } from './repositories.ts';

/** What the reactor reaches of the running transaction. */
export interface SilentAlarmTransaction {
  people: Pick<PersonRepository, 'listWithRoles'>;
  outbox: Pick<OutboxRepository, 'add'>;
}

/** Somebody showed a duress twin, and was let in or not. */
export const isSilentAlarm = (event: EventRecord): boolean =>
  isEnd(event) && (event.facts as { duress?: true }).duress === true;

const isEnd = ({ type }: EventRecord) => type === 'attempt.granted' || type === 'attempt.denied';

/**
 * Turns a silent alarm into one obligation for each of those who receive these, but not for whoever is under duress:
 * somebody stands beside them. Every one is sent, however many there are. What is owed for it is marked, so that its
 * list, its counts and its deliveries are there for nobody else.
 */
export function createSilentAlarmReactor(
  roles: Pick<RoleBook, 'list' | 'permissionsOf'>,
): Reactor<SilentAlarmTransaction> {
  return async (event, tx) => {
    if (!isEnd(event)) return;
    // Looked up at every end of an attempt: an alarm must not take longer than none.
    const recipients = await findRecipients(event, tx, roles);
    if (!isSilentAlarm(event)) return;
    for (const { id } of recipients) await tx.outbox.add(obligationFor(event, id));
  };
}

async function findRecipients(
  { at, personId }: EventRecord,
  { people }: SilentAlarmTransaction,
  roles: Pick<RoleBook, 'list' | 'permissionsOf'>,
): Promise<Person[]> {
  const recipients: Person[] = [];
  for (const person of await people.listWithRoles(await rolesThatReceive(roles)))
    if (person.id !== personId && (await receivesSilentAlarms(person, roles, at))) recipients.push(person);
  return recipients;
}

const rolesThatReceive = async (roles: Pick<RoleBook, 'list'>): Promise<Role[]> =>
  (await roles.list())
    .filter(({ permissions }) => permissions.includes('duress.receive'))
    .map(({ id }) => id);

export async function receivesSilentAlarms(
  person: Person,
  roles: Pick<RoleBook, 'permissionsOf'>,
  now: number,
): Promise<boolean> {
  if (standingOf(person, now) !== 'ok' || person.email === null) return false;
  return (await roles.permissionsOf(person.roles)).has('duress.receive');
}

function obligationFor({ seq, at, snapshotId }: EventRecord, recipientId: Person['id']) {
  return {
    id: newId<ObligationId>(),
    channel: 'email' as const,
    recipientId,
    facts: { eventSeq: seq, snapshotId: snapshotId ?? null, silent: true as const },
    state: 'waiting' as const,
    createdAt: at,
    dueAt: at,
    tries: 0,
    endedAt: null,
  };
}
