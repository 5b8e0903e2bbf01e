import type { ThrottleRepository } from '../../access/index.ts';
import type { SqlContext } from './context.ts';

export function createThrottles({ db, dialect }: SqlContext): ThrottleRepository {
  return {
    async find(key) {
      const row = await db
        .selectFrom('throttles')
        .selectAll()
        .where('throttle_key', '=', key)
        .executeTakeFirst();
      return row
        ? { failures: row.failures, failedAt: row.failed_at, blockedUntil: row.blocked_until }
        : null;
    },
    async put(key, { failures, failedAt, blockedUntil }) {
      const row = { throttle_key: key, failures, failed_at: failedAt, blocked_until: blockedUntil };
      await dialect.upsert(db, 'throttles', 'throttle_key', row);
    },
    async prune(beforeAt) {
      // A wait that was still running then stays: tidying up must never let somebody in earlier.
      const untouched = db.deleteFrom('throttles').where('failed_at', '<', beforeAt);
      await untouched.where('blocked_until', '<', beforeAt).execute();
    },
  };
}
