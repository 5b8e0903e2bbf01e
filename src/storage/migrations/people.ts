import type { Migration } from './migration.ts';

export const dataKeys: Migration = {
  name: 'data keys',
  async up(db, { types }) {
    await db.schema
      .createTable('data_keys')
      .addColumn('owner_id', types.id, (column) => column.primaryKey())
      .addColumn('padding', types.bytes, (column) => column.notNull())
      .addColumn('wrapped', types.bytes, (column) => column.notNull())
      .execute();
  },
};

export const people: Migration = {
  name: 'people',
  async up(db, { types, inWrittenOrder }) {
    await db.schema
      .createTable('people')
      .$call(inWrittenOrder)
      .addColumn('id', types.id, (column) => column.primaryKey())
      .addColumn('user_name_hash', types.text(64), (column) => column.notNull().unique())
      .addColumn('user_name', types.bytes, (column) => column.notNull())
      .addColumn('display_name', types.bytes, (column) => column.notNull())
      .addColumn('email', types.bytes)
      .addColumn('roles', types.json, (column) => column.notNull())
      .addColumn('status', types.text(16), (column) => column.notNull())
      .addColumn('created_at', types.instant, (column) => column.notNull())
      .addForeignKeyConstraint('people_data_key', ['id'], 'data_keys', ['owner_id'])
      .execute();
    await db.schema.createIndex('people_by_creation').on('people').column('created_at').execute();
  },
};

export const credentials: Migration = {
  name: 'passwords and face samples',
  async up(db, { types, inWrittenOrder }) {
    await db.schema
      .createTable('passwords')
      .addColumn('person_id', types.id, (column) => column.primaryKey())
      .addColumn('phc', types.bytes, (column) => column.notNull())
      .addColumn('set_at', types.instant, (column) => column.notNull())
      .addForeignKeyConstraint('passwords_person', ['person_id'], 'people', ['id'])
      .execute();
    await db.schema
      .createTable('face_samples')
      .$call(inWrittenOrder)
      .addColumn('id', types.id, (column) => column.primaryKey())
      .addColumn('person_id', types.id, (column) => column.notNull())
      .addColumn('variant', types.text(64), (column) => column.notNull())
      .addColumn('quality01', types.real, (column) => column.notNull())
      .addColumn('taken_at', types.instant, (column) => column.notNull())
      .addColumn('template', types.bytes, (column) => column.notNull())
      .addColumn('jpeg', types.bytes, (column) => column.notNull())
      .addForeignKeyConstraint('face_samples_person', ['person_id'], 'people', ['id'])
      .execute();
    const index = (name: string) => db.schema.createIndex(name).on('face_samples');
    await index('face_samples_of_person').columns(['person_id', 'taken_at']).execute();
    await index('face_samples_of_variant').columns(['variant', 'taken_at']).execute();
  },
};

export const sampleKinds: Migration = {
  name: 'kinds of face samples',
  async up(db, { types }) {
    const table = () => db.schema.alterTable('face_samples');
    await table()
      .addColumn('kind', types.text(16), (column) => column.notNull().defaultTo('enrolment'))
      .execute();
    await table().addColumn('attempt_id', types.id).execute();
  },
};

export const secondFactors: Migration = {
  name: 'people who are never let in by the face alone',
  async up(db, { types }) {
    await db.schema
      .alterTable('people')
      .addColumn('second_factor', types.integer, (column) => column.notNull().defaultTo(0))
      .execute();
  },
};

export const nextTemplates: Migration = {
  name: 'templates of the model that comes next',
  async up(db, { types }) {
    const table = () => db.schema.alterTable('face_samples');
    await table().addColumn('next_variant', types.text(64)).execute();
    await table().addColumn('next_template', types.bytes).execute();
  },
};
