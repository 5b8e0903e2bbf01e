import type { Selectable } from 'kysely';
import { z } from 'zod';
import { type GroupId, type PersonId, SallyportError } from '../../kernel/index.ts';
import { normaliseUserName, type Person, type PersonRepository, type Role } from '../../people/index.ts';
import { readColumn, readJson } from '../column.ts';
import { cell } from '../damaged-row.ts';
import type { Schema } from '../schema.ts';
import { sealText, unsealText } from '../sealing.ts';
import type { SqlContext } from './context.ts';

const IDS_SCHEMA = z.array(z.string());
const STATUS_SCHEMA = z.enum(['active', 'suspended']);

export function createPeople(context: SqlContext): PersonRepository {
  const { db, keys, dialect, lookupHash } = context;
  const hashOf = (normalised: string) => lookupHash(`people.user_name:${normalised}`);
  const rows = db.selectFrom('people').selectAll();

  /** Null when the person was erased since the row was read. */
  async function read(row: Selectable<Schema['people']> | undefined): Promise<Person | null> {
    const key = row && (await keys.find(row.id));
    return key ? openPerson(row, key) : null;
  }

  const inOrder = rows.orderBy('created_at').orderBy(dialect.writtenOrder);

  async function readAll(found: Selectable<Schema['people']>[]): Promise<Person[]> {
    const people: Person[] = [];
    for (const row of found) {
      const person = await read(row);
      if (person) people.push(person);
    }
    return people;
  }

  return {
    async add(person) {
      const key = await keys.create(person.id);
      const { id } = person;
      const user_name = sealText(key, person.userName, cell('people', 'user_name', id));
      const user_name_hash = hashOf(normaliseUserName(person.userName));
      try {
        await db
          .insertInto('people')
          .values({ id, user_name, user_name_hash, ...sealPerson(person, key) })
          .execute();
      } catch (error) {
        if (!dialect.isDuplicate(error)) throw error;
        await keys.destroy(id);
        throw new SallyportError('user_name_taken');
      }
    },
    async update(person) {
      const changes = sealPerson(person, await keys.get(person.id));
      await db.updateTable('people').set(changes).where('id', '=', person.id).execute();
    },
    find: async (id) => read(await rows.where('id', '=', id).executeTakeFirst()),
    findByUserName: async (userName) =>
      read(await rows.where('user_name_hash', '=', hashOf(userName)).executeTakeFirst()),
    list: async () => readAll(await inOrder.execute()),
    async listWithRoles(roles) {
      // The column is the JSON of the names; quotes keep one name from being found in another.
      const named = inOrder.where((of) => of.or(roles.map((role) => of('roles', 'like', `%"${role}"%`))));
      const people = await readAll(await named.execute());
      return people.filter((person) => person.roles.some((role) => roles.includes(role)));
    },
    erase: (id) => erasePerson(context, id),
  };
}

function sealPerson(person: Person, key: Buffer) {
  const at = (column: string) => cell('people', column, person.id);
  return {
    display_name: sealText(key, person.displayName, at('display_name')),
    email: person.email === null ? null : sealText(key, person.email, at('email')),
    phone: person.phone === null ? null : sealText(key, person.phone, at('phone')),
    roles: JSON.stringify(person.roles),
    groups: JSON.stringify(person.groups),
    status: person.status,
    valid_from: person.validFrom,
    valid_until: person.validUntil,
    second_factor: person.secondFactor ? 1 : 0,
    created_at: person.createdAt,
  };
}

function openPerson(row: Selectable<Schema['people']>, key: Buffer): Person {
  const at = (column: string) => cell('people', column, row.id);
  return {
    id: row.id as PersonId,
    userName: unsealText(key, row.user_name, at('user_name')),
    displayName: unsealText(key, row.display_name, at('display_name')),
    email: row.email === null ? null : unsealText(key, row.email, at('email')),
    phone: row.phone === null ? null : unsealText(key, row.phone, at('phone')),
    roles: readJson(at('roles'), IDS_SCHEMA, row.roles) as Role[],
    groups: readJson(at('groups'), IDS_SCHEMA, row.groups) as GroupId[],
    status: readColumn(at('status'), STATUS_SCHEMA, row.status),
    validFrom: row.valid_from,
    validUntil: row.valid_until,
    secondFactor: row.second_factor !== 0,
    createdAt: row.created_at,
  };
}

/** Children before parents; the key goes last, and with it whatever a copy of these rows may hold elsewhere. */
async function erasePerson({ db, keys, dialect }: SqlContext, id: PersonId): Promise<void> {
  await db.deleteFrom('passwords').where('person_id', '=', id).execute();
  await db.deleteFrom('face_samples').where('person_id', '=', id).execute();
  await db.deleteFrom('credentials').where('person_id', '=', id).execute();
  await db.deleteFrom('one_time_codes').where('person_id', '=', id).execute();
  await db.deleteFrom('sessions').where('person_id', '=', id).execute();
  await db.deleteFrom('snapshots').where('owner_id', '=', id).execute();
  const theirs = db.selectFrom('obligations').select('id').where('recipient_id', '=', id);
  await db.updateTable('deliveries').set({ response: null }).where('obligation_id', 'in', theirs).execute();
  await db.deleteFrom('people').where('id', '=', id).execute();
  await keys.destroy(id);
  await dialect.upsert(db, 'tombstones', 'person_id', { person_id: id });
}
