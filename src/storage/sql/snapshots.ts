import type { SnapshotRepository } from '../../evidence/index.ts';
import type { PersonId, SnapshotId } from '../../kernel/index.ts';
import { cell } from '../damaged-row.ts';
import { SITE } from '../key-ring.ts';
import { seal, unseal } from '../sealing.ts';
import type { SqlContext } from './context.ts';

const jpegAt = (id: string) => cell('snapshots', 'jpeg', id);

/** Sealed under the key of the person they belong to; a stranger's under the site's. */
export function createSnapshots({ db, keys }: SqlContext): SnapshotRepository {
  return {
    async add({ id, ownerId, takenAt, jpeg }) {
      const sealed = seal(await keys.get(ownerId ?? SITE), jpeg, jpegAt(id));
      await db
        .insertInto('snapshots')
        .values({ id, owner_id: ownerId, taken_at: takenAt, jpeg: sealed })
        .execute();
    },
    async find(id) {
      const row = await db.selectFrom('snapshots').selectAll().where('id', '=', id).executeTakeFirst();
      const key = row && (await keys.find(row.owner_id ?? SITE));
      if (!key) return null;
      return {
        id: row.id as SnapshotId,
        ownerId: row.owner_id as PersonId | null,
        takenAt: row.taken_at,
        jpeg: new Uint8Array(unseal(key, row.jpeg, jpegAt(row.id))),
      };
    },
  };
}
