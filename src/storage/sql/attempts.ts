import type { Selectable } from 'kysely';
import { z } from 'zod';
import {
  type Attempt,
  type AttemptRepository,
  CONDITION_SCHEMA,
  FRESH_WALK,
  RISKS,
  STEP_SCHEMA,
  WATCH_SCHEMA,
} from '../../access/index.ts';
import {
  type AccessPointId,
  type AttemptId,
  DENIAL_REASONS,
  FACTOR_KINDS,
  type FlowId,
  type PersonId,
} from '../../kernel/index.ts';
import { createSharedJsonReader, readColumn, readJson } from '../column.ts';
import { cell } from '../damaged-row.ts';
import type { Schema } from '../schema.ts';
import type { SqlContext } from './context.ts';

const STATUS_SCHEMA = z.enum(['open', 'granted', 'denied']);
const REASON_SCHEMA = z.enum(DENIAL_REASONS).nullable();
const STEPS_SCHEMA = z.array(STEP_SCHEMA).min(1);
const FACTORS_SCHEMA = z.array(z.enum(FACTOR_KINDS));

const WALK_SCHEMA = z.object({
  allow: CONDITION_SCHEMA.nullable(),
  accepted: z.array(z.enum(RISKS)),
  watch: WATCH_SCHEMA.nullable(),
  shown: FACTORS_SCHEMA,
  wrongTries: z.number(),
  challenge: z.object({ factor: z.enum(FACTOR_KINDS), keep: z.string(), expiresAt: z.number() }).nullable(),
  challenges: z.number(),
  duress: z.boolean(),
  // Attempts of before screens were paired have none.
  screenId: z.string().nullable().default(null),
  trace: z.array(
    z.object({
      at: z.number(),
      step: z.number(),
      what: z.enum(['asked', 'skipped', 'shown', 'failed', 'demanded', 'granted', 'denied']),
      factors: FACTORS_SCHEMA.optional(),
      why: z.string().optional(),
    }),
  ),
});
const WALK_FIELDS = Object.keys(FRESH_WALK) as (keyof typeof FRESH_WALK)[];

const readSteps = createSharedJsonReader(STEPS_SCHEMA);

const walkOf = (attempt: Attempt) => Object.fromEntries(WALK_FIELDS.map((key) => [key, attempt[key]]));

export function createAttempts({ db }: SqlContext): AttemptRepository {
  const rows = db.selectFrom('attempts').selectAll();
  return {
    async add(attempt) {
      await db.insertInto('attempts').values(toRow(attempt)).execute();
    },
    async update(attempt, expectedVersion) {
      const row = { ...toRow(attempt), version: expectedVersion + 1 };
      const update = db.updateTable('attempts').set(row).where('id', '=', attempt.id);
      return (await update.where('version', '=', expectedVersion).executeTakeFirst()).numUpdatedRows === 1n;
    },
    async find(id) {
      const row = await rows.where('id', '=', id).executeTakeFirst();
      return row ? fromRow(row) : null;
    },
    async remove(id, expectedVersion) {
      const gone = await db
        .deleteFrom('attempts')
        .where('id', '=', id)
        .where('version', '=', expectedVersion)
        .executeTakeFirst();
      return gone.numDeletedRows > 0n;
    },
    async grantedFrom(personId) {
      const granted = db
        .selectFrom('attempts')
        .select('ip_address')
        .distinct()
        .where('person_id', '=', personId)
        .where('status', '=', 'granted');
      return (await granted.execute()).map(({ ip_address }) => ip_address);
    },
    async listOpenAt(accessPointId, now) {
      const open = rows
        .where('access_point_id', '=', accessPointId)
        .where('status', '=', 'open')
        .where('deadline_at', '>', now);
      return (await open.orderBy('started_at', 'desc').execute()).map(fromRow);
    },
    async listOverdue(now, limit) {
      const overdue = rows.where('status', '=', 'open').where('deadline_at', '<=', now);
      return (await overdue.orderBy('deadline_at').limit(limit).execute()).map(fromRow);
    },
  };
}

const toRow = (attempt: Attempt): Selectable<Schema['attempts']> => ({
  id: attempt.id,
  access_point_id: attempt.accessPointId,
  flow_id: attempt.flowId,
  steps: JSON.stringify(attempt.steps),
  status: attempt.status,
  step_index: attempt.stepIndex,
  deadline_at: attempt.deadlineAt,
  person_id: attempt.personId,
  reason: attempt.reason,
  ip_address: attempt.ipAddress,
  started_at: attempt.startedAt,
  ended_at: attempt.endedAt,
  token_hash: attempt.tokenHash,
  spent: attempt.spent ? 1 : 0,
  version: attempt.version,
  walk: JSON.stringify(walkOf(attempt)),
});

function fromRow(row: Selectable<Schema['attempts']>): Attempt {
  const at = (column: string) => cell('attempts', column, row.id);
  return {
    id: row.id as AttemptId,
    accessPointId: row.access_point_id as AccessPointId,
    flowId: row.flow_id as FlowId,
    steps: readSteps(at('steps'), row.steps),
    status: readColumn(at('status'), STATUS_SCHEMA, row.status),
    stepIndex: row.step_index,
    deadlineAt: row.deadline_at,
    personId: row.person_id as PersonId | null,
    reason: readColumn(at('reason'), REASON_SCHEMA, row.reason),
    ipAddress: row.ip_address,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    tokenHash: row.token_hash,
    spent: row.spent !== 0,
    version: row.version,
    // Attempts that were over before flows had conditions have none.
    ...(row.walk === null ? FRESH_WALK : readJson(at('walk'), WALK_SCHEMA, row.walk)),
  } as Attempt;
}
