import { expect, test } from 'vitest';
import type { ObligationId, PersonId } from '../kernel/index.ts';
import { hasten } from './hasten.ts';
import type { DeliveryTry, Obligation } from './repositories.ts';

const NOW = 100_000;

function waiting(
  id: string,
  dueAt: number,
  tries: number,
  written: number,
): Obligation & { history: DeliveryTry[] } {
  const obligationId = id as ObligationId;
  const one: DeliveryTry = { obligationId, at: 0, outcome: 'retry', response: '' };
  return {
    id: obligationId,
    channel: 'email',
    recipientId: 'olga' as PersonId,
    facts: { eventSeq: 1, snapshotId: null },
    state: 'waiting',
    createdAt: 0,
    dueAt,
    tries,
    endedAt: null,
    history: Array(written).fill(one),
  };
}

test('only what waits for its next try is made due: never what this or another worker is sending', async () => {
  const rows = [
    waiting('waits', NOW + 9000, 3, 3),
    waiting('sent here', NOW + 9000, 1, 1),
    waiting('leased elsewhere', NOW + 9000, 2, 1),
    waiting('due anyway', NOW, 1, 1),
  ];
  const retried: string[] = [];
  const outbox = { list: async () => rows, retryNow: async (id: string) => retried.push(id) > 0 };
  await hasten(outbox, new Set(['sent here' as ObligationId]), NOW);
  expect(retried).toEqual(['waits']);
});
