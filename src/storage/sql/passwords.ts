import type { PasswordRepository } from '../../people/index.ts';
import { cell } from '../damaged-row.ts';
import { sealText, unsealText } from '../sealing.ts';
import type { SqlContext } from './context.ts';

/** The argon2id hash is sealed as well: who steals the file cannot even start guessing. */
export function createPasswords({ db, keys, dialect }: SqlContext): PasswordRepository {
  const place = (personId: string) => cell('passwords', 'phc', personId);
  return {
    async set(personId, phcHash, at) {
      const phc = sealText(await keys.get(personId), phcHash, place(personId));
      await dialect.upsert(db, 'passwords', 'person_id', { person_id: personId, phc, set_at: at });
    },
    async find(personId) {
      const row = await db
        .selectFrom('passwords')
        .select('phc')
        .where('person_id', '=', personId)
        .executeTakeFirst();
      const key = row && (await keys.find(personId));
      return key ? unsealText(key, row.phc, place(personId)) : null;
    },
  };
}
