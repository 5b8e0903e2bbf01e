import type { Migration } from './migration.ts';

export const outbox: Migration = {
  name: 'obligations and deliveries',
  async up(db, { types, inWrittenOrder }) {
    await db.schema
      .createTable('obligations')
      .$call(inWrittenOrder)
      .addColumn('id', types.id, (column) => column.primaryKey())
      .addColumn('channel', types.text(32), (column) => column.notNull())
      .addColumn('recipient_id', types.id, (column) => column.notNull())
      .addColumn('facts', types.json, (column) => column.notNull())
      .addColumn('state', types.text(16), (column) => column.notNull())
      .addColumn('created_at', types.instant, (column) => column.notNull())
      .addColumn('due_at', types.instant, (column) => column.notNull())
      .addColumn('tries', types.integer, (column) => column.notNull())
      .addColumn('ended_at', types.instant)
      .execute();
    const index = (name: string) => db.schema.createIndex(name).on('obligations');
    await index('obligations_due').columns(['state', 'due_at']).execute();
    await index('obligations_by_creation').column('created_at').execute();
    await index('obligations_by_state').columns(['state', 'created_at']).execute();
    await index('obligations_of_recipient').column('recipient_id').execute();
    await db.schema
      .createTable('deliveries')
      .addColumn('obligation_id', types.id, (column) => column.notNull())
      .addColumn('number', types.integer, (column) => column.notNull())
      .addColumn('at', types.instant, (column) => column.notNull())
      .addColumn('outcome', types.text(16), (column) => column.notNull())
      .addColumn('response', types.bytes)
      .addPrimaryKeyConstraint('deliveries_key', ['obligation_id', 'number'])
      .addForeignKeyConstraint('deliveries_obligation', ['obligation_id'], 'obligations', ['id'])
      .execute();
  },
};

export const silence: Migration = {
  name: 'what is owed for a silent alarm',
  async up(db, { types }) {
    await db.schema
      .alterTable('obligations')
      .addColumn('silent', types.integer, (column) => column.notNull().defaultTo(0))
      .execute();
  },
};

export const leases: Migration = {
  name: 'until when an obligation is leased',
  async up(db, { types }) {
    await db.schema.alterTable('obligations').addColumn('leased_until', types.instant).execute();
  },
};
