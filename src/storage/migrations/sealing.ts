import type { Migration } from './migration.ts';

export const keptKeys: Migration = {
  name: 'keys kept over a rotation',
  async up(db, { types }) {
    await db.schema
      .createTable('kept_keys')
      .addColumn('purpose', types.text(16), (column) => column.notNull())
      .addColumn('since', types.integer, (column) => column.notNull())
      .addColumn('wrapped', types.bytes, (column) => column.notNull())
      .addPrimaryKeyConstraint('kept_keys_key', ['purpose', 'since'])
      .execute();
    await db.schema.alterTable('data_keys').addColumn('made_at', types.instant).execute();
  },
};

export const tombstones: Migration = {
  name: 'who was erased',
  async up(db, { types }) {
    await db.schema
      .createTable('tombstones')
      .addColumn('person_id', types.id, (column) => column.primaryKey())
      .execute();
  },
};
