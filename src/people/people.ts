import type { RecordEvents } from '../evidence/index.ts';
import { type Clock, newId, type PersonId, SallyportError } from '../kernel/index.ts';
import { administers, demandAnotherAdministrator } from './administrators.ts';
import type { PasswordHasher } from './password-hash.ts';
import { checkNewPassword } from './password-rules.ts';
import type { FaceSampleRepository, PasswordRepository, Person, PersonRepository } from './repositories.ts';
import type { Role } from './roles.ts';
import { normaliseUserName } from './user-name.ts';

interface PeopleRepositories {
  people: PersonRepository;
  passwords: PasswordRepository;
  faceSamples: FaceSampleRepository;
}

export interface PeopleTransaction extends PeopleRepositories {
  sessions: { removeOf(personId: PersonId): Promise<number> };
  record: RecordEvents;
}

export interface PeopleOptions<Tx> {
  ledger: { transaction<T>(work: (tx: Tx & PeopleTransaction) => Promise<T>): Promise<T> };
  store: PeopleRepositories & { checkpoint(): Promise<void> };
  clock: Clock;
  hasher: PasswordHasher;
}

/** Who does it, for the log; null for the set-up itself. */
export type Actor = { id: PersonId | null; ipAddress: string | null };

export interface NewPerson {
  userName: string;
  displayName: string;
  email: string | null;
  roles: Role[];
  password?: string | undefined;
}

export interface PersonChange {
  displayName?: string | undefined;
  email?: string | null | undefined;
  roles?: Role[] | undefined;
  secondFactor?: boolean | undefined;
}

export interface People<Tx = unknown> {
  /**
   * Throws `user_name_taken`, `password_too_short`, `password_too_common`.
   * `first` runs in the same transaction, before: what it refuses adds nobody.
   */
  add(person: NewPerson, actor: Actor, first?: (tx: Tx, id: PersonId) => Promise<void>): Promise<Person>;
  /** Throws `last_administrator` when nobody could administer afterwards. */
  change(id: PersonId, change: PersonChange, actor: Actor): Promise<Person>;
  /** Ends the person's sessions. */
  setPassword(id: PersonId, password: string, actor: Actor): Promise<void>;
  suspend(id: PersonId, actor: Actor): Promise<Person>;
  reactivate(id: PersonId, actor: Actor): Promise<Person>;
  /** Destroys the person's key and everything under it; the log keeps ids. */
  erase(id: PersonId, actor: Actor): Promise<void>;
}

export function createPeople<Tx>({ ledger, store, clock, hasher }: PeopleOptions<Tx>): People<Tx> {
  const by = (id: PersonId, actor: Actor) => ({
    personId: id,
    actorId: actor.id,
    ipAddress: actor.ipAddress,
  });

  async function get(tx: PeopleRepositories, id: PersonId): Promise<Person> {
    const person = await tx.people.find(id);
    if (!person) throw new SallyportError('not_found');
    return person;
  }

  async function setStatus(id: PersonId, status: Person['status'], actor: Actor): Promise<Person> {
    return ledger.transaction(async (tx) => {
      const person = await get(tx, id);
      if (person.status === status) return person;
      if (status === 'suspended') {
        if (administers(person)) await demandAnotherAdministrator(tx, id);
        await tx.sessions.removeOf(id);
      }
      const changed: Person = { ...person, status };
      await tx.people.update(changed);
      const type = status === 'suspended' ? 'person.suspended' : 'person.reactivated';
      await tx.record([{ type, facts: {}, ...by(id, actor) }]);
      return changed;
    });
  }

  return {
    async add({ userName, displayName, email, roles, password }, actor, first) {
      if (password !== undefined) checkNewPassword(password, normaliseUserName(userName));
      const phcHash = password === undefined ? null : await hasher.hash(password);
      const id = newId<PersonId>();
      const now = clock.now();
      const person: Person = {
        id,
        userName,
        displayName,
        email,
        roles: [...new Set(roles)],
        status: 'active',
        secondFactor: false,
        createdAt: now,
      };
      await ledger.transaction(async (tx) => {
        await first?.(tx, id);
        await tx.people.add(person);
        if (phcHash) await tx.passwords.set(id, phcHash, now);
        await tx.record([
          { type: 'person.added', facts: { roles: person.roles }, ...by(id, actor) },
          ...(phcHash
            ? [{ type: 'credential.set' as const, facts: { factor: 'password' as const }, ...by(id, actor) }]
            : []),
        ]);
      });
      return person;
    },

    async change(id, change, actor) {
      return ledger.transaction(async (tx) => {
        const person = await get(tx, id);
        const wanted = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
        const changed: Person = { ...person, ...wanted };
        const fields = Object.keys(wanted).filter(
          (key) =>
            JSON.stringify(person[key as keyof Person]) !== JSON.stringify(changed[key as keyof Person]),
        );
        if (fields.length === 0) return person;
        if (administers(person) && !administers(changed)) await demandAnotherAdministrator(tx, id);
        await tx.people.update(changed);
        await tx.record([{ type: 'person.changed', facts: { fields }, ...by(id, actor) }]);
        return changed;
      });
    },

    async setPassword(id, password, actor) {
      const person = await get(store, id);
      checkNewPassword(password, normaliseUserName(person.userName));
      const phcHash = await hasher.hash(password);
      await ledger.transaction(async (tx) => {
        await get(tx, id);
        await tx.passwords.set(id, phcHash, clock.now());
        await tx.sessions.removeOf(id);
        await tx.record([{ type: 'credential.set', facts: { factor: 'password' }, ...by(id, actor) }]);
      });
    },

    suspend: (id, actor) => setStatus(id, 'suspended', actor),
    reactivate: (id, actor) => setStatus(id, 'active', actor),

    async erase(id, actor) {
      await ledger.transaction(async (tx) => {
        const person = await get(tx, id);
        if (administers(person)) await demandAnotherAdministrator(tx, id);
        await tx.people.erase(id);
        await tx.record([{ type: 'person.erased', facts: {}, ...by(id, actor) }]);
      });
      await store.checkpoint();
    },
  };
}
