import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { EventQuery, EventRepository } from '../../evidence/index.ts';
import type { EventRecord } from '../../kernel/index.ts';
import { readJson } from '../column.ts';
import { cell } from '../damaged-row.ts';
import type { Schema } from '../schema.ts';
import type { SqlContext } from './context.ts';

const FACTS_SCHEMA = z.record(z.string(), z.unknown());

/** Ids and codes only, so erasing a person changes nothing here and breaks no chain. */
export function createEvents({ db }: SqlContext): EventRepository {
  const rows = db.selectFrom('events').selectAll();

  function matching(query: EventQuery) {
    let found = rows;
    if (query.beforeSeq !== undefined) found = found.where('seq', '<', query.beforeSeq);
    if (query.afterSeq !== undefined) found = found.where('seq', '>', query.afterSeq);
    if (query.types) found = found.where('type', 'in', query.types);
    if (query.personId) found = found.where('person_id', '=', query.personId);
    if (query.actorId) found = found.where('actor_id', '=', query.actorId);
    if (query.accessPointId) found = found.where('access_point_id', '=', query.accessPointId);
    if (query.attemptId) found = found.where('attempt_id', '=', query.attemptId);
    return found;
  }

  return {
    async last() {
      const row = await rows.orderBy('seq', 'desc').limit(1).executeTakeFirst();
      return row ? fromRow(row) : null;
    },
    async append(record) {
      // A database may round it, and take it for the next number.
      if (!Number.isSafeInteger(record.seq)) throw new Error(`${record.seq} is no number of an event.`);
      await db.insertInto('events').values(toRow(record)).execute();
    },
    async list(query) {
      if (query.types?.length === 0) return [];
      return (await matching(query).orderBy('seq', 'desc').limit(query.limit).execute()).map(fromRow);
    },
    async listForward(afterSeq, limit) {
      return (await rows.where('seq', '>', afterSeq).orderBy('seq').limit(limit).execute()).map(fromRow);
    },
  };
}

const toRow = (record: EventRecord): Selectable<Schema['events']> => ({
  seq: record.seq,
  at: record.at,
  type: record.type,
  facts: JSON.stringify(record.facts),
  person_id: record.personId ?? null,
  actor_id: record.actorId ?? null,
  access_point_id: record.accessPointId ?? null,
  attempt_id: record.attemptId ?? null,
  ip_address: record.ipAddress ?? null,
  snapshot_id: record.snapshotId ?? null,
  hash: record.hash,
});

/** A type this version does not know is handed on as it stands: the chain over it must still be checked. */
const fromRow = (row: Selectable<Schema['events']>): EventRecord =>
  ({
    seq: row.seq,
    at: row.at,
    type: row.type,
    facts: readJson(cell('events', 'facts', row.seq), FACTS_SCHEMA, row.facts),
    personId: row.person_id,
    actorId: row.actor_id,
    accessPointId: row.access_point_id,
    attemptId: row.attempt_id,
    ipAddress: row.ip_address,
    snapshotId: row.snapshot_id,
    hash: row.hash,
  }) as EventRecord;
