import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { Session, SessionRepository } from '../../access/index.ts';
import type { AttemptId, PersonId, SessionId } from '../../kernel/index.ts';
import { readJson } from '../column.ts';
import { cell } from '../damaged-row.ts';
import type { Schema } from '../schema.ts';
import { sealText, unsealText } from '../sealing.ts';
import type { SqlContext } from './context.ts';

const ORIGIN_SCHEMA = z.object({ ipAddress: z.string(), userAgent: z.string() });
const originAt = (id: string) => cell('sessions', 'origin', id);

/** Where somebody signed in from, and with what, is sealed under their key. */
export function createSessions({ db, keys }: SqlContext): SessionRepository {
  async function read(row: Selectable<Schema['sessions']> | undefined): Promise<Session | null> {
    const key = row && (await keys.find(row.person_id));
    return key ? openSession(row, key) : null;
  }

  return {
    async add(session) {
      const key = await keys.get(session.personId);
      const { ipAddress, userAgent } = session;
      const row = {
        id: session.id,
        token_hash: session.tokenHash,
        person_id: session.personId,
        attempt_id: session.attemptId,
        created_at: session.createdAt,
        seen_at: session.seenAt,
        fresh_at: session.freshAt,
        origin: sealText(key, JSON.stringify({ ipAddress, userAgent }), originAt(session.id)),
      };
      await db.insertInto('sessions').values(row).execute();
    },
    findByTokenHash: async (hash) =>
      read(await db.selectFrom('sessions').selectAll().where('token_hash', '=', hash).executeTakeFirst()),
    async listOf(personId) {
      const rows = db.selectFrom('sessions').selectAll().where('person_id', '=', personId);
      const theirs = await rows.orderBy('seen_at', 'desc').orderBy('created_at', 'desc').execute();
      return (await Promise.all(theirs.map(read))).filter((session) => session !== null);
    },
    async renew(session, tokenHash, freshAt) {
      const renewal = db
        .updateTable('sessions')
        .set({ token_hash: tokenHash, fresh_at: freshAt, seen_at: freshAt })
        .where('id', '=', session.id)
        .where('token_hash', '=', session.tokenHash);
      return (await renewal.executeTakeFirst()).numUpdatedRows > 0n;
    },
    async touch(id, seenAt) {
      await db.updateTable('sessions').set({ seen_at: seenAt }).where('id', '=', id).execute();
    },
    async remove(id) {
      await db.deleteFrom('sessions').where('id', '=', id).execute();
    },
    async removeOf(personId, except) {
      const theirs = db.deleteFrom('sessions').where('person_id', '=', personId);
      const removal = except ? theirs.where('id', '!=', except) : theirs;
      return Number((await removal.executeTakeFirst()).numDeletedRows);
    },
    async removeExpired(idleBefore, madeBefore) {
      const removed: Session[] = [];
      for (const [column, before] of [
        ['seen_at', idleBefore],
        ['created_at', madeBefore],
      ] as const) {
        for (const row of await db.selectFrom('sessions').selectAll().where(column, '<', before).execute()) {
          const session = await read(row);
          if (session) removed.push(session);
        }
        await db.deleteFrom('sessions').where(column, '<', before).execute();
      }
      return removed;
    },
  };
}

function openSession(row: Selectable<Schema['sessions']>, key: Buffer): Session {
  const origin = unsealText(key, row.origin, originAt(row.id));
  return {
    id: row.id as SessionId,
    tokenHash: row.token_hash,
    personId: row.person_id as PersonId,
    attemptId: row.attempt_id as AttemptId | null,
    createdAt: row.created_at,
    seenAt: row.seen_at,
    freshAt: row.fresh_at,
    ...readJson(originAt(row.id), ORIGIN_SCHEMA, origin),
  };
}
