import { expect, test } from 'vitest';
import type { EventDraft, EventRecord, PersonId, SnapshotId } from '../kernel/index.ts';
import { createRoleBook, type Person } from '../people/index.ts';
import { createAlertReactor } from './alert-reactor.ts';
import type { Obligation } from './repositories.ts';

const person = (id: string, rest: Partial<Person> = {}): Person => ({
  id: id as PersonId,
  userName: id,
  displayName: id,
  email: `${id}@example.org`,
  phone: null,
  roles: ['administrator'],
  groups: [],
  status: 'active',
  validFrom: null,
  validUntil: null,
  secondFactor: false,
  createdAt: 0,
  ...rest,
});

const stranger: EventDraft = {
  type: 'attempt.denied',
  facts: { reason: 'factor_mismatch', step: 2, factor: 'face', passed: 1 },
  snapshotId: 'snap' as SnapshotId,
};

async function react(people: Person[], draft: EventDraft): Promise<Obligation[]> {
  const written: Obligation[] = [];
  const event = { ...draft, seq: 12, at: 5000, hash: '' } as EventRecord;
  const outbox = { add: async (obligation: Obligation) => void written.push(obligation) };
  const events = { list: async () => [event] };
  const nothing = { find: async () => null };
  const site = { attempts: nothing, flows: nothing, settings: { get: async () => null } };
  const roles = createRoleBook({ list: async () => [] });
  await createAlertReactor(roles)(event, { people: { list: async () => people }, events, outbox, ...site });
  return written;
}

test('each active administrator with an address is owed one message, due at once, with ids only', async () => {
  const written = await react([person('ada'), person('bo')], stranger);
  expect(written).toHaveLength(2);
  expect(new Set(written.map(({ id }) => id)).size).toBe(2);
  expect(written[0]).toEqual({
    id: expect.any(String),
    channel: 'email',
    recipientId: 'ada',
    facts: { eventSeq: 12, snapshotId: 'snap' },
    state: 'waiting',
    createdAt: 5000,
    dueAt: 5000,
    tries: 0,
    endedAt: null,
  });
});

test('the suspended, those without an address and those who may not receive alerts are owed nothing', async () => {
  const people = [
    person('a', { status: 'suspended' }),
    person('b', { email: null }),
    person('c', { roles: ['guard'] }),
    person('d', { roles: [] }),
  ];
  expect(await react(people, stranger)).toEqual([]);
});

test('an event that is no alert writes nothing', async () => {
  expect(await react([person('ada')], { type: 'attempt.granted', facts: { steps: 2 } })).toEqual([]);
});
