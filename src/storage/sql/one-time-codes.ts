import type { OneTimeCodeRepository } from '../../access/index.ts';
import type { PersonId } from '../../kernel/index.ts';
import { cell } from '../damaged-row.ts';
import { sealText, unsealText } from '../sealing.ts';
import type { SqlContext } from './context.ts';

/** Sealed under the key of the person they are sent to. */
export function createOneTimeCodes({ db, dialect, keys }: SqlContext): OneTimeCodeRepository {
  const place = (attemptId: string) => cell('one_time_codes', 'code', attemptId);
  return {
    async put({ attemptId, personId, code, expiresAt }) {
      const sealed = sealText(await keys.get(personId), code, place(attemptId));
      const row = { attempt_id: attemptId, person_id: personId, code: sealed, expires_at: expiresAt };
      await dialect.upsert(db, 'one_time_codes', 'attempt_id', row);
    },
    async find(attemptId) {
      const row = await db
        .selectFrom('one_time_codes')
        .selectAll()
        .where('attempt_id', '=', attemptId)
        .executeTakeFirst();
      const key = row && (await keys.find(row.person_id));
      if (!key) return null;
      const code = unsealText(key, row.code, place(attemptId));
      return { personId: row.person_id as PersonId, code, expiresAt: row.expires_at };
    },
    async remove(attemptId) {
      await db.deleteFrom('one_time_codes').where('attempt_id', '=', attemptId).execute();
    },
    async removeExpired(now) {
      const gone = await db.deleteFrom('one_time_codes').where('expires_at', '<=', now).executeTakeFirst();
      return Number(gone.numDeletedRows);
    },
  };
}
