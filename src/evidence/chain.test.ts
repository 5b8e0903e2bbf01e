import { describe, expect, it } from 'vitest';
import type { EventRecord } from '../kernel/index.ts';
import { checkChain } from './chain.ts';
import { createLedger } from './ledger.ts';
import type { EventRepository } from './repositories.ts';

const KEY = () => new Uint8Array(32).fill(1);

function memoryLog() {
  const rows: EventRecord[] = [];
  const events: EventRepository = {
    last: async () => rows.at(-1) ?? null,
    append: async (record) => void rows.push(JSON.parse(JSON.stringify(record))),
    list: async () => [...rows].reverse(),
    listForward: async (afterSeq, limit) => rows.filter(({ seq }) => seq > afterSeq).slice(0, limit),
  };
  return { rows, events };
}

async function threeEvents() {
  const { rows, events } = memoryLog();
  const published: number[] = [];
  const ledger = createLedger({
    store: { transaction: async (work) => work({ events }) },
    clock: { now: () => 5 },
    chainKey: KEY,
    reactors: [],
    publish: ({ seq }) => published.push(seq),
  });
  for (const version of ['1', '2', '3']) {
    await ledger.transaction((tx) => tx.record([{ type: 'system.started', facts: { version } }]));
  }
  return { rows, events, published };
}

describe('the hash chain', () => {
  it('fits what was written, and news goes out in order', async () => {
    const { events, published } = await threeEvents();
    expect(await checkChain(events, KEY)).toEqual({ intact: true, events: 3 });
    expect(published).toEqual([1, 2, 3]);
  });

  it.each([
    ['a changed fact', (rows: EventRecord[]) => Object.assign(rows[1]!.facts, { version: 'other' })],
    ['a changed time', (rows: EventRecord[]) => Object.assign(rows[1]!, { at: 6 })],
    ['a removed event', (rows: EventRecord[]) => rows.splice(1, 1)],
    [
      'two events that changed places',
      (rows: EventRecord[]) => rows.splice(1, 2, { ...rows[2]!, seq: 2 }, { ...rows[1]!, seq: 3 }),
    ],
  ])('shows %s', async (_name, tamper) => {
    const { rows, events } = await threeEvents();
    tamper(rows);
    expect(await checkChain(events, KEY)).toMatchObject({ intact: false, brokenAtSeq: 2 });
  });

  it('cannot be made to fit without the key', async () => {
    const { events } = await threeEvents();
    expect(await checkChain(events, () => new Uint8Array(32).fill(2))).toMatchObject({
      intact: false,
      brokenAtSeq: 1,
    });
  });
});

it('no news of a transaction that was undone', async () => {
  const { events } = memoryLog();
  const published: number[] = [];
  const ledger = createLedger({
    store: { transaction: async (work) => work({ events }) },
    clock: { now: () => 5 },
    chainKey: KEY,
    reactors: [],
    publish: ({ seq }) => published.push(seq),
  });
  const failing = ledger.transaction(async (tx) => {
    await tx.record([{ type: 'system.started', facts: { version: '1' } }]);
    throw new Error('the disk is full');
  });
  await expect(failing).rejects.toThrow('the disk is full');
  expect(published).toEqual([]);
});
