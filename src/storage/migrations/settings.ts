import type { Migration } from './migration.ts';

export const settings: Migration = {
  name: 'settings',
  async up(db, { types }) {
    await db.schema
      .createTable('settings')
      .addColumn('name', types.text(128), (column) => column.primaryKey())
      .addColumn('value', types.bytes, (column) => column.notNull())
      .execute();
  },
};
