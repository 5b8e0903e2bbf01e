import type { Selectable } from 'kysely';
import type { Screen, ScreenRepository } from '../../access/index.ts';
import type { AccessPointId, ScreenId } from '../../kernel/index.ts';
import type { Schema } from '../schema.ts';
import type { SqlContext } from './context.ts';

export function createScreens({ db, dialect }: SqlContext): ScreenRepository {
  const rows = db.selectFrom('screens').selectAll();
  return {
    async add({ id, name, accessPointId, keyHash, createdAt }) {
      const row = { id, name, access_point_id: accessPointId, key_hash: keyHash, created_at: createdAt };
      await db.insertInto('screens').values(row).execute();
    },
    async find(id) {
      const row = await rows.where('id', '=', id).executeTakeFirst();
      return row ? fromRow(row) : null;
    },
    list: async () => (await rows.orderBy('created_at').orderBy(dialect.writtenOrder).execute()).map(fromRow),
    async remove(id) {
      const gone = await db.deleteFrom('screens').where('id', '=', id).executeTakeFirst();
      return gone.numDeletedRows === 1n;
    },
  };
}

const fromRow = (row: Selectable<Schema['screens']>): Screen => ({
  id: row.id as ScreenId,
  name: row.name,
  accessPointId: row.access_point_id as AccessPointId,
  keyHash: row.key_hash,
  createdAt: row.created_at,
});
