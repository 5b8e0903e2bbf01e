import type { Migration } from './migration.ts';

export const events: Migration = {
  name: 'events',
  async up(db, dialect) {
    const { types } = dialect;
    await db.schema
      .createTable('events')
      // `integer` and not `bigint`: on SQLite only so the number is the row's own place and needs no index.
      .addColumn('seq', types.integer, (column) => column.primaryKey())
      .addColumn('at', types.instant, (column) => column.notNull())
      .addColumn('type', types.text(64), (column) => column.notNull())
      .addColumn('facts', types.json, (column) => column.notNull())
      .addColumn('person_id', types.id)
      .addColumn('actor_id', types.id)
      .addColumn('access_point_id', types.id)
      .addColumn('attempt_id', types.id)
      .addColumn('ip_address', types.text(64))
      .addColumn('snapshot_id', types.id)
      .addColumn('hash', types.text(64), (column) => column.notNull())
      .execute();
    for (const column of ['type', 'person_id', 'access_point_id', 'attempt_id'] as const) {
      await db.schema.createIndex(`events_by_${column}`).on('events').columns([column, 'seq']).execute();
    }
    await dialect.makeAppendOnly(db, 'events', 'seq');
  },
};

export const snapshots: Migration = {
  name: 'snapshots',
  async up(db, { types }) {
    await db.schema
      .createTable('snapshots')
      .addColumn('id', types.id, (column) => column.primaryKey())
      .addColumn('owner_id', types.id)
      .addColumn('taken_at', types.instant, (column) => column.notNull())
      .addColumn('jpeg', types.bytes, (column) => column.notNull())
      .addForeignKeyConstraint('snapshots_owner', ['owner_id'], 'people', ['id'])
      .execute();
    await db.schema.createIndex('snapshots_of_owner').on('snapshots').column('owner_id').execute();
  },
};
