import type { Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import {
  type AlertFacts,
  CHANNEL_KINDS,
  type DeliveryTry,
  type Obligation,
  type OutboxRepository,
} from '../../alerts/index.ts';
import {
  MESSAGE_KINDS,
  type ObligationId,
  type PersonId,
  SallyportError,
  type SnapshotId,
} from '../../kernel/index.ts';
import { readColumn, readJson } from '../column.ts';
import { cell } from '../damaged-row.ts';
import type { Schema } from '../schema.ts';
import type { SqlContext } from './context.ts';
import { listHistories, sealResponse } from './deliveries.ts';

const CHANNEL_SCHEMA = z.enum(CHANNEL_KINDS);
const STATE_SCHEMA = z.enum(['waiting', 'delivered', 'rejected']);
const FACTS_SCHEMA = z.object({
  eventSeq: z.number().int(),
  snapshotId: z.string().nullable(),
  alertsLately: z.number().int().optional(),
  silent: z.literal(true).optional(),
  message: z.enum(MESSAGE_KINDS).optional(),
});

export function createOutbox(context: SqlContext): OutboxRepository {
  const { db, dialect } = context;
  const rows = db.selectFrom('obligations').selectAll();

  async function finishTry(delivery: DeliveryTry, next: Parameters<OutboxRepository['finishTry']>[1]) {
    const obligation = await rows.where('id', '=', delivery.obligationId).executeTakeFirst();
    if (!obligation) throw new SallyportError('not_found');
    await addTry(context, delivery, obligation.recipient_id);
    // A worker whose lease ran out may come late: it adds its try, but what has ended is not sent again.
    if (obligation.state !== 'waiting' && next.state !== 'delivered') return;
    const change =
      next.state === 'waiting'
        ? { state: next.state, due_at: next.dueAt, ended_at: null }
        : { state: next.state, ended_at: delivery.at };
    const over = { ...change, leased_until: null };
    await db.updateTable('obligations').set(over).where('id', '=', delivery.obligationId).execute();
  }

  /** Obligations of one instant stay on one page, even past the limit: `beforeAt` could not tell them apart. */
  async function list({ limit, beforeAt, state, silent }: Parameters<OutboxRepository['list']>[0]) {
    let page = rows.orderBy('created_at', 'desc');
    if (beforeAt !== undefined) page = page.where('created_at', '<', beforeAt);
    if (state !== undefined) page = page.where('state', '=', state);
    if (!silent) page = page.where('silent', '=', 0);
    const edge = await page
      .offset(Math.max(0, limit - 1))
      .limit(1)
      .executeTakeFirst();
    if (edge) page = page.where('created_at', '>=', edge.created_at);
    const found = (await page.orderBy(dialect.writtenOrder).execute()).map(fromRow);
    const histories = await listHistories(context, found);
    return found.map((obligation) => ({ ...obligation, history: histories.get(obligation.id) ?? [] }));
  }

  return {
    async add(obligation) {
      await db.insertInto('obligations').values(toRow(obligation)).execute();
    },
    claimDue: (now, leaseMs, limit) => claimDue(db, now, leaseMs, limit),
    finishTry,
    async retryNow(id, now) {
      const due = { state: 'waiting', due_at: now, ended_at: null, leased_until: null };
      const idle = db
        .updateTable('obligations')
        .set(due)
        .where('id', '=', id)
        .where('state', 'in', ['waiting', 'rejected'])
        .where((of) => of.or([of('leased_until', 'is', null), of('leased_until', '<=', now)]));
      if ((await idle.executeTakeFirst()).numUpdatedRows === 1n) return true;
      return (await rows.where('id', '=', id).executeTakeFirst())?.state === 'waiting';
    },
    async find(id) {
      const row = await rows.where('id', '=', id).executeTakeFirst();
      return row ? fromRow(row) : null;
    },
    list,
    async nextDueAt() {
      const waiting = db.selectFrom('obligations').select('due_at').where('state', '=', 'waiting');
      return (await waiting.orderBy('due_at').limit(1).executeTakeFirst())?.due_at ?? null;
    },
  };
}

/** Runs in a transaction of its own or of the caller; writers take turns, so nobody else can claim in between. */
async function claimDue(
  db: Kysely<Schema>,
  now: number,
  leaseMs: number,
  limit: number,
): Promise<Obligation[]> {
  const due = db
    .selectFrom('obligations')
    .selectAll()
    .where('state', '=', 'waiting')
    .where('due_at', '<=', now);
  const rows = await due.orderBy('tries').orderBy('due_at').limit(limit).execute();
  for (const row of rows) {
    row.tries += 1;
    row.due_at = now + leaseMs;
    const { tries, due_at } = row;
    const leased = { tries, due_at, leased_until: due_at };
    await db.updateTable('obligations').set(leased).where('id', '=', row.id).execute();
  }
  return rows.map(fromRow);
}

async function addTry(context: SqlContext, delivery: DeliveryTry, recipientId: string): Promise<void> {
  const { obligationId, at, outcome } = delivery;
  const counted = context.db.selectFrom('deliveries').select((of) => of.fn.countAll<number>().as('tries'));
  const { tries } = await counted.where('obligation_id', '=', obligationId).executeTakeFirstOrThrow();
  const number = tries + 1;
  const response = await sealResponse(context, recipientId, obligationId, number, delivery.response);
  await context.db
    .insertInto('deliveries')
    .values({ obligation_id: obligationId, number, at, outcome, response })
    .execute();
}

const toRow = (obligation: Obligation): Selectable<Schema['obligations']> => ({
  id: obligation.id,
  channel: obligation.channel,
  recipient_id: obligation.recipientId,
  facts: JSON.stringify(obligation.facts),
  state: obligation.state,
  created_at: obligation.createdAt,
  due_at: obligation.dueAt,
  tries: obligation.tries,
  ended_at: obligation.endedAt,
  leased_until: null,
  silent: obligation.facts.silent ? 1 : 0,
});

function fromRow(row: Selectable<Schema['obligations']>): Obligation {
  const at = (column: string) => cell('obligations', column, row.id);
  const facts = readJson(at('facts'), FACTS_SCHEMA, row.facts);
  return {
    id: row.id as ObligationId,
    channel: readColumn(at('channel'), CHANNEL_SCHEMA, row.channel),
    recipientId: row.recipient_id as PersonId,
    facts: { ...facts, snapshotId: facts.snapshotId as SnapshotId | null } satisfies AlertFacts,
    state: readColumn(at('state'), STATE_SCHEMA, row.state),
    createdAt: row.created_at,
    dueAt: row.due_at,
    tries: row.tries,
    endedAt: row.ended_at,
  };
}
