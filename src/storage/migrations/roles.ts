import { sql } from 'kysely';
import type { Migration } from './migration.ts';

export const roles: Migration = {
  name: 'roles',
  async up(db, { types }) {
    await db.schema
      .createTable('roles')
      .addColumn('id', types.id, (column) => column.primaryKey())
      .addColumn('name', types.text(80), (column) => column.notNull())
      .addColumn('permissions', types.json, (column) => column.notNull())
      .execute();
  },
};

export const groups: Migration = {
  name: 'groups',
  async up(db, { types }) {
    await db.schema
      .createTable('groups')
      .addColumn('id', types.id, (column) => column.primaryKey())
      .addColumn('name', types.text(80), (column) => column.notNull())
      .execute();
  },
};

export const personDetails: Migration = {
  name: 'phone, groups and validity of people',
  async up(db, { types }) {
    const table = () => db.schema.alterTable('people');
    await table().addColumn('phone', types.bytes).execute();
    await table()
      .addColumn('groups', types.json, (column) => column.notNull().defaultTo(sql`('[]')`))
      .execute();
    await table().addColumn('valid_from', types.instant).execute();
    await table().addColumn('valid_until', types.instant).execute();
  },
};

/** Administrators stay what they are; of those who can sign in the oldest becomes an owner also. */
export const owners: Migration = {
  name: 'an owner',
  async up(db) {
    const people = await db
      .selectFrom('people')
      .leftJoin('passwords', 'passwords.person_id', 'people.id')
      .select(['people.id', 'people.roles', 'passwords.set_at'])
      .where('people.status', '=', 'active')
      .orderBy('people.created_at')
      .execute();
    const administrators = people.filter(({ roles }) => rolesIn(roles).includes('administrator'));
    const first = administrators.find(({ set_at }) => set_at !== null) ?? administrators[0];
    if (!first) return;
    const roles = JSON.stringify(['owner', ...rolesIn(first.roles)]);
    await db.updateTable('people').set({ roles }).where('id', '=', first.id).execute();
  },
};

const rolesIn = (text: string): string[] => JSON.parse(text) as string[];

export const freshness: Migration = {
  name: 'when a session was last confirmed',
  async up(db, { types }) {
    // A session of before has to be confirmed before anything that asks for it.
    await db.schema
      .alterTable('sessions')
      .addColumn('fresh_at', types.instant, (column) => column.notNull().defaultTo(0))
      .execute();
  },
};
