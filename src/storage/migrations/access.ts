import { FIRST_FLOWS } from '../../access/index.ts';
import type { Migration } from './migration.ts';

export const accessPoints: Migration = {
  name: 'access points',
  async up(db, { types, inWrittenOrder }) {
    await db.schema
      .createTable('access_points')
      .$call(inWrittenOrder)
      .addColumn('id', types.id, (column) => column.primaryKey())
      .addColumn('name', types.text(200), (column) => column.notNull())
      .addColumn('place', types.text(400), (column) => column.notNull())
      .addColumn('kind', types.text(16), (column) => column.notNull())
      .addColumn('flow_id', types.id, (column) => column.notNull())
      .execute();
  },
};

export const attempts: Migration = {
  name: 'attempts and throttles',
  async up(db, { types }) {
    await db.schema
      .createTable('attempts')
      .addColumn('id', types.id, (column) => column.primaryKey())
      .addColumn('access_point_id', types.id, (column) => column.notNull())
      .addColumn('flow_id', types.id, (column) => column.notNull())
      .addColumn('steps', types.json, (column) => column.notNull())
      .addColumn('status', types.text(16), (column) => column.notNull())
      .addColumn('step_index', types.integer, (column) => column.notNull())
      .addColumn('deadline_at', types.instant, (column) => column.notNull())
      .addColumn('person_id', types.id)
      .addColumn('reason', types.text(32))
      .addColumn('ip_address', types.text(64), (column) => column.notNull())
      .addColumn('started_at', types.instant, (column) => column.notNull())
      .addColumn('ended_at', types.instant)
      .addColumn('token_hash', types.text(64), (column) => column.notNull())
      .addColumn('spent', types.integer, (column) => column.notNull())
      .addColumn('version', types.integer, (column) => column.notNull())
      .execute();
    await db.schema
      .createIndex('attempts_overdue')
      .on('attempts')
      .columns(['status', 'deadline_at'])
      .execute();
    await db.schema
      .createTable('throttles')
      .addColumn('throttle_key', types.text(128), (column) => column.primaryKey())
      .addColumn('failures', types.integer, (column) => column.notNull())
      .addColumn('failed_at', types.instant, (column) => column.notNull())
      .addColumn('blocked_until', types.instant, (column) => column.notNull())
      .execute();
    await db.schema.createIndex('throttles_untouched').on('throttles').column('failed_at').execute();
  },
};

export const sessions: Migration = {
  name: 'sessions',
  async up(db, { types }) {
    await db.schema
      .createTable('sessions')
      .addColumn('id', types.id, (column) => column.primaryKey())
      .addColumn('token_hash', types.text(64), (column) => column.notNull().unique())
      .addColumn('person_id', types.id, (column) => column.notNull())
      .addColumn('attempt_id', types.id)
      .addColumn('created_at', types.instant, (column) => column.notNull())
      .addColumn('seen_at', types.instant, (column) => column.notNull())
      .addColumn('origin', types.bytes, (column) => column.notNull())
      .addForeignKeyConstraint('sessions_person', ['person_id'], 'people', ['id'])
      .execute();
    for (const column of ['person_id', 'seen_at', 'created_at'] as const) {
      await db.schema.createIndex(`sessions_by_${column}`).on('sessions').column(column).execute();
    }
  },
};

export const walks: Migration = {
  name: 'what an attempt was asked for and showed',
  async up(db, { types }) {
    await db.schema.alterTable('attempts').addColumn('walk', types.json).execute();
    await db.schema
      .createIndex('attempts_of_person')
      .on('attempts')
      .columns(['person_id', 'status'])
      .execute();
  },
};

export const flows: Migration = {
  name: 'flows',
  async up(db, { types, inWrittenOrder }) {
    await db.schema
      .createTable('flows')
      .$call(inWrittenOrder)
      .addColumn('id', types.id, (column) => column.primaryKey())
      .addColumn('flow', types.json, (column) => column.notNull())
      .execute();
    // Access points of before name these by id.
    for (const { id, ...flow } of FIRST_FLOWS)
      await db
        .insertInto('flows')
        .values({ id, flow: JSON.stringify(flow) })
        .execute();
  },
};

export const credentials: Migration = {
  name: 'PINs, cards, fingers, QR codes, TOTP secrets and passkeys',
  async up(db, { types, inWrittenOrder }) {
    await db.schema
      .createTable('credentials')
      .$call(inWrittenOrder)
      .addColumn('id', types.id, (column) => column.primaryKey())
      .addColumn('person_id', types.id, (column) => column.notNull())
      .addColumn('kind', types.text(16), (column) => column.notNull())
      .addColumn('lookup_hash', types.text(64), (column) => column.unique())
      .addColumn('lookup', types.bytes)
      .addColumn('secret', types.bytes, (column) => column.notNull())
      .addColumn('label', types.bytes, (column) => column.notNull())
      .addColumn('duress', types.bytes, (column) => column.notNull())
      .addColumn('counter', types.integer, (column) => column.notNull())
      .addColumn('created_at', types.instant, (column) => column.notNull())
      .addColumn('used_at', types.instant)
      .addForeignKeyConstraint('credentials_person', ['person_id'], 'people', ['id'])
      .execute();
    await db.schema
      .createIndex('credentials_of_person')
      .on('credentials')
      .columns(['person_id', 'created_at'])
      .execute();
  },
};

export const readers: Migration = {
  name: 'readers',
  async up(db, { types, inWrittenOrder }) {
    await db.schema
      .createTable('readers')
      .$call(inWrittenOrder)
      .addColumn('id', types.id, (column) => column.primaryKey())
      .addColumn('name', types.text(200), (column) => column.notNull())
      .addColumn('access_point_id', types.id, (column) => column.notNull())
      .addColumn('key_hash', types.text(64), (column) => column.notNull())
      .addColumn('least_confidence', types.integer, (column) => column.notNull())
      .addColumn('created_at', types.instant, (column) => column.notNull())
      .execute();
    await db.schema
      .createIndex('attempts_at')
      .on('attempts')
      .columns(['access_point_id', 'status', 'deadline_at'])
      .execute();
  },
};

export const oneTimeCodes: Migration = {
  name: 'one-time codes on their way',
  async up(db, { types }) {
    await db.schema
      .createTable('one_time_codes')
      .addColumn('attempt_id', types.id, (column) => column.primaryKey())
      .addColumn('person_id', types.id, (column) => column.notNull())
      .addColumn('code', types.bytes, (column) => column.notNull())
      .addColumn('expires_at', types.instant, (column) => column.notNull())
      .addForeignKeyConstraint('one_time_codes_person', ['person_id'], 'people', ['id'])
      .execute();
  },
};

export const screens: Migration = {
  name: 'paired screens',
  async up(db, { types, inWrittenOrder }) {
    await db.schema
      .createTable('screens')
      .$call(inWrittenOrder)
      .addColumn('id', types.id, (column) => column.primaryKey())
      .addColumn('name', types.text(200), (column) => column.notNull())
      .addColumn('access_point_id', types.id, (column) => column.notNull())
      .addColumn('key_hash', types.text(64), (column) => column.notNull())
      .addColumn('created_at', types.instant, (column) => column.notNull())
      .execute();
    // Tablets that are in use go on without being paired; whoever wants it otherwise changes it in the panel.
    await db.schema
      .alterTable('access_points')
      .addColumn('screens', types.text(16), (column) => column.notNull().defaultTo('any'))
      .execute();
  },
};
