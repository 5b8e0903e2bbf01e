import type { RecordEvents } from '../evidence/index.ts';
import { type PersonId, SallyportError, type SessionId } from '../kernel/index.ts';
import type { Actor } from './actor.ts';
import { changeFacts } from './change-facts.ts';
import { demandAnotherOwner, isOwner } from './owners.ts';
import type {
  FaceSampleRepository,
  GroupRepository,
  PasswordRepository,
  Person,
  PersonRepository,
  RoleRepository,
} from './repositories.ts';
import { completeRoles } from './roles.ts';
import { standingOf } from './standing.ts';

export interface PeopleRepositories {
  people: PersonRepository;
  passwords: PasswordRepository;
  faceSamples: FaceSampleRepository;
  roles: Pick<RoleRepository, 'list'>;
  groups: Pick<GroupRepository, 'list'>;
}

export interface PeopleTransaction extends PeopleRepositories {
  sessions: { removeOf(personId: PersonId, except?: SessionId): Promise<number> };
  record: RecordEvents;
}

export const about = (id: PersonId, actor: Actor) => ({
  personId: id,
  actorId: actor.id,
  ipAddress: actor.ipAddress,
});

/** Adds somebody in a running transaction. Throws `user_name_taken`, and `bad_input` for a role or group there is not. */
export async function addPerson(tx: PeopleTransaction, person: Person, actor: Actor): Promise<void> {
  await demandKnown(tx, person);
  await tx.people.add(person);
  const { roles, groups } = person;
  const facts = groups.length > 0 ? { roles, groups } : { roles };
  await tx.record([{ type: 'person.added', facts, ...about(person.id, actor) }]);
}

/** Writes what is different. False when nothing is. Throws `last_owner`, and `bad_input` as for an addition. */
export async function changePerson(
  tx: PeopleTransaction,
  before: Person,
  after: Person,
  actor: Actor,
  now: number,
): Promise<boolean> {
  const facts = changeFacts(before, after);
  if (facts.fields.length === 0) return false;
  await demandKnown(tx, after);
  if (isOwner(before) && !isOwner(after)) await demandAnotherOwner(tx, before.id);
  await tx.people.update(after);
  await tx.record([{ type: 'person.changed', facts, ...about(after.id, actor) }]);
  if (facts.fields.includes('roles') || standingOf(after, now) !== 'ok')
    await endSessions(tx, after.id, actor);
  return true;
}

/** Ends every session of a person but one, and says so in the log when there were any. */
export async function endSessions(
  tx: Pick<PeopleTransaction, 'sessions' | 'record'>,
  id: PersonId,
  actor: Actor,
  except?: SessionId,
): Promise<number> {
  const sessions = await tx.sessions.removeOf(id, except);
  if (sessions > 0)
    await tx.record([{ type: 'session.ended', facts: { why: 'revoked', sessions }, ...about(id, actor) }]);
  return sessions;
}

async function demandKnown(tx: PeopleRepositories, { roles, groups, validFrom, validUntil }: Person) {
  const known = completeRoles(await tx.roles.list()).map(({ id }) => id);
  if (!roles.every((role) => known.includes(role))) refuse('There is no such role.');
  const knownGroups = groups.length > 0 ? (await tx.groups.list()).map(({ id }) => id) : [];
  if (!groups.every((group) => knownGroups.includes(group))) refuse('There is no such group.');
  if (validFrom !== null && validUntil !== null && validFrom >= validUntil)
    refuse('The time in which the person may pass ends before it begins.');
}

function refuse(sentence: string): never {
  throw new SallyportError('bad_input', { sentence });
}
