import {
  type Clock,
  type GroupId,
  newId,
  type PersonId,
  SallyportError,
  type SessionId,
} from '../kernel/index.ts';
import type { Actor } from './actor.ts';
import { demandAnotherOwner, isOwner } from './owners.ts';
import type { PasswordHasher } from './password-hash.ts';
import { checkNewPassword } from './password-rules.ts';
import {
  about,
  addPerson,
  changePerson,
  endSessions,
  type PeopleRepositories,
  type PeopleTransaction,
} from './person-changes.ts';
import type { Person } from './repositories.ts';
import type { Role } from './roles.ts';
import { normaliseUserName } from './user-name.ts';

export interface PeopleOptions<Tx> {
  ledger: { transaction<T>(work: (tx: Tx & PeopleTransaction) => Promise<T>): Promise<T> };
  store: PeopleRepositories & { checkpoint(): Promise<void> };
  clock: Clock;
  hasher: PasswordHasher;
}

/** What a person is besides their user name; absent is as for somebody new. */
export interface PersonDetails {
  displayName: string;
  email: string | null;
  roles: Role[];
  phone?: string | null | undefined;
  groups?: GroupId[] | undefined;
  validFrom?: number | null | undefined;
  validUntil?: number | null | undefined;
}

export interface NewPerson extends PersonDetails {
  userName: string;
  password?: string | undefined;
}

export type PersonChange = { [Field in keyof PersonDetails]?: PersonDetails[Field] | undefined } & {
  secondFactor?: boolean | undefined;
};

export interface People<Tx = unknown> {
  /**
   * Throws `user_name_taken`, `password_too_short`, `password_too_common`.
   * `first` runs in the same transaction, before: what it refuses adds nobody.
   */
  add(person: NewPerson, actor: Actor, first?: (tx: Tx, id: PersonId) => Promise<void>): Promise<Person>;
  /** Other roles, or being outside of the new validity, end the person's sessions. Throws `last_owner`. */
  change(id: PersonId, change: PersonChange, actor: Actor): Promise<Person>;
  /** Ends the person's sessions; all but `keep`, where they set it themselves. */
  setPassword(id: PersonId, password: string, actor: Actor, keep?: SessionId): Promise<void>;
  /** Throws `last_owner`. */
  suspend(id: PersonId, actor: Actor): Promise<Person>;
  reactivate(id: PersonId, actor: Actor): Promise<Person>;
  /** Destroys the person's key and everything under it; the log keeps ids. Throws `last_owner`. */
  erase(id: PersonId, actor: Actor): Promise<void>;
}

/** Somebody new, of whom nothing is known but this. */
export function newPerson(who: Omit<NewPerson, 'password'>, now: number): Person {
  const { userName, displayName, email, roles, phone, groups, validFrom, validUntil } = who;
  return {
    ...{ id: newId<PersonId>(), userName, displayName, email },
    phone: phone ?? null,
    roles: [...new Set(roles)],
    groups: [...new Set(groups ?? [])],
    status: 'active',
    validFrom: validFrom ?? null,
    validUntil: validUntil ?? null,
    secondFactor: false,
    createdAt: now,
  };
}

export function createPeople<Tx>({ ledger, store, clock, hasher }: PeopleOptions<Tx>): People<Tx> {
  async function get(tx: Pick<PeopleRepositories, 'people'>, id: PersonId): Promise<Person> {
    const person = await tx.people.find(id);
    if (!person) throw new SallyportError('not_found');
    return person;
  }

  async function setStatus(id: PersonId, status: Person['status'], actor: Actor): Promise<Person> {
    return ledger.transaction(async (tx) => {
      const person = await get(tx, id);
      if (person.status === status) return person;
      if (status === 'suspended' && isOwner(person)) await demandAnotherOwner(tx, id);
      const changed: Person = { ...person, status };
      await tx.people.update(changed);
      const type = status === 'suspended' ? 'person.suspended' : 'person.reactivated';
      await tx.record([{ type, facts: {}, ...about(id, actor) }]);
      if (status === 'suspended') await endSessions(tx, id, actor);
      return changed;
    });
  }

  const passwordSet = (id: PersonId, actor: Actor) => ({
    type: 'credential.set' as const,
    facts: { factor: 'password' as const },
    ...about(id, actor),
  });

  return {
    async add({ password, ...who }, actor, first) {
      if (password !== undefined) checkNewPassword(password, normaliseUserName(who.userName));
      const phcHash = password === undefined ? null : await hasher.hash(password);
      const person = newPerson(who, clock.now());
      await ledger.transaction(async (tx) => {
        await first?.(tx, person.id);
        await addPerson(tx, person, actor);
        if (!phcHash) return;
        await tx.passwords.set(person.id, phcHash, clock.now());
        await tx.record([passwordSet(person.id, actor)]);
      });
      return person;
    },

    async change(id, change, actor) {
      return ledger.transaction(async (tx) => {
        const person = await get(tx, id);
        const wanted = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
        const changed: Person = { ...person, ...wanted };
        return (await changePerson(tx, person, changed, actor, clock.now())) ? changed : person;
      });
    },

    async setPassword(id, password, actor, keep) {
      const person = await get(store, id);
      checkNewPassword(password, normaliseUserName(person.userName));
      const phcHash = await hasher.hash(password);
      await ledger.transaction(async (tx) => {
        await get(tx, id);
        await tx.passwords.set(id, phcHash, clock.now());
        await tx.record([passwordSet(id, actor)]);
        await endSessions(tx, id, actor, keep);
      });
    },

    suspend: (id, actor) => setStatus(id, 'suspended', actor),
    reactivate: (id, actor) => setStatus(id, 'active', actor),

    async erase(id, actor) {
      await ledger.transaction(async (tx) => {
        const person = await get(tx, id);
        if (isOwner(person)) await demandAnotherOwner(tx, id);
        // Said first: what follows of it may look at who they were.
        await tx.record([{ type: 'person.erased', facts: {}, ...about(id, actor) }]);
        await tx.people.erase(id);
      });
      await store.checkpoint();
    },
  };
}
