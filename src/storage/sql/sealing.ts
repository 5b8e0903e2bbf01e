import type { SealingRepository } from '../../config/index.ts';
import type { PersonId } from '../../kernel/index.ts';
import { rekey } from '../rekey.ts';
import { renewDataKey } from '../renew-data-key.ts';
import type { SqlContext } from './context.ts';

export function createSealing({ db, keys, site }: SqlContext): SealingRepository {
  return {
    rekey: (masterKey, onProgress) => rekey({ db, keys, site }, masterKey, onProgress),
    renewDataKey: (ownerId, at) => renewDataKey({ db, keys }, ownerId, at),
    async ownersWithKeyBefore(at) {
      const older = db.selectFrom('data_keys').select('owner_id').orderBy('owner_id');
      const rows = older.where((of) => of.or([of('made_at', 'is', null), of('made_at', '<', at)]));
      return (await rows.execute()).map(({ owner_id }) => owner_id);
    },
    async forgetFormerFileKeys() {
      await db.deleteFrom('kept_keys').where('purpose', '=', 'files').execute();
      keys.adopt({ ...site, derived: keys.derived(), files: [keys.derived().files] });
    },
    async listErased() {
      const rows = await db.selectFrom('tombstones').select('person_id').execute();
      return rows.map(({ person_id }) => person_id as PersonId);
    },
  };
}
