import type { Selectable } from 'kysely';
import type { Reader, ReaderRepository } from '../../access/index.ts';
import type { AccessPointId, ReaderId } from '../../kernel/index.ts';
import type { Schema } from '../schema.ts';
import type { SqlContext } from './context.ts';

export function createReaders({ db, dialect }: SqlContext): ReaderRepository {
  const rows = db.selectFrom('readers').selectAll();
  return {
    async add({ id, name, accessPointId, keyHash, leastConfidence, createdAt }) {
      const row = { id, name, access_point_id: accessPointId, key_hash: keyHash };
      await db
        .insertInto('readers')
        .values({ ...row, least_confidence: leastConfidence, created_at: createdAt })
        .execute();
    },
    async find(id) {
      const row = await rows.where('id', '=', id).executeTakeFirst();
      return row ? fromRow(row) : null;
    },
    list: async () => (await rows.orderBy('created_at').orderBy(dialect.writtenOrder).execute()).map(fromRow),
    async remove(id) {
      const gone = await db.deleteFrom('readers').where('id', '=', id).executeTakeFirst();
      return gone.numDeletedRows === 1n;
    },
  };
}

const fromRow = (row: Selectable<Schema['readers']>): Reader => ({
  id: row.id as ReaderId,
  name: row.name,
  accessPointId: row.access_point_id as AccessPointId,
  keyHash: row.key_hash,
  leastConfidence: row.least_confidence,
  createdAt: row.created_at,
});
