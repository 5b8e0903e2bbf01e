import { afterEach, beforeEach, expect, it, test } from 'vitest';
import { type AlertHouse, openAlertHouse } from '../../test/fakes/alert-house.ts';
import { type AccessPointId, type AttemptId, type EventDraft, newId } from '../kernel/index.ts';
import type { Person } from '../people/index.ts';

let house: AlertHouse;
let boss: Person;
beforeEach(async () => {
  house = await openAlertHouse();
  boss = await house.addPerson('boss', { roles: ['owner'], email: 'boss@example.org' });
});
afterEach(() => house.close());

const about = (person: Person) => ({
  ...{ personId: person.id, accessPointId: 'door' as AccessPointId, attemptId: newId<AttemptId>() },
  ...{ ipAddress: '10.0.1.9', snapshotId: null },
});
const granted = (person: Person, duress = true): EventDraft => ({
  type: 'attempt.granted',
  facts: { steps: 1, factors: ['pin'], ...(duress ? { duress: true as const } : {}) },
  ...about(person),
});
const record = (draft: EventDraft) => house.ledger.transaction((tx) => tx.record([draft]));
const silent = async () =>
  (await house.store.outbox.list({ limit: 50, silent: true })).filter((o) => o.facts.silent);
const arrived = () =>
  expect.poll(silent, { timeout: 8000 }).toContainEqual(expect.objectContaining({ state: 'delivered' }));

test('B13 a silent alarm goes to those who receive these and to nobody else, and says what not to do', async () => {
  house.startWorker();
  await record(granted(house.member));
  await arrived();
  const mails = house.server.mails();
  expect(mails.map(({ envelope }) => envelope.to)).toEqual([['boss@example.org']]);
  expect(mails[0]!.subject).toBe(
    'Sallyport: SILENT ALARM at Front door: granted as usual; do not call the person',
  );
  expect(mails[0]!.text).toMatch(
    /^SILENT ALARM: Ada Lovelace showed a sign of duress at Front door and was granted as usual\. Do not call the person and do not show this near the door\./,
  );
});

test('B13 its delivery is in no log: not one number of it is used', async () => {
  house.startWorker();
  await record(granted(house.member));
  const before = (await house.store.events.last())!.seq;
  await arrived();
  expect((await silent())[0]!.history).toMatchObject([{ outcome: 'delivered' }]);
  expect((await house.store.events.last())!.seq).toBe(before);
});

test('B13 neither is its rejection', async () => {
  const recipient = { ...boss, email: 'not an address' };
  await house.store.people.update(recipient);
  house.startWorker();
  await record(granted(house.member));
  const rejected = expect.objectContaining({ state: 'rejected' });
  await expect.poll(silent, { timeout: 8000 }).toEqual([rejected]);
  expect(await house.types()).toEqual(['attempt.granted']);
});

test('B13 whoever is under duress gets none, though they receive them', async () => {
  await record(granted(boss));
  expect(await silent()).toEqual([]);
  const second = await house.addPerson('second', { roles: ['owner'], email: 'second@example.org' });
  await record(granted(boss));
  expect((await silent()).map(({ recipientId }) => recipientId)).toEqual([second.id]);
});

test('B13 a refusal under duress raises one too, beside the alert that any such refusal raises', async () => {
  await record({
    type: 'attempt.denied',
    facts: { reason: 'factor_mismatch', step: 2, factor: 'face', passed: 1, shown: ['pin'], duress: true },
    ...about(house.member),
  });
  expect((await silent()).map(({ recipientId }) => recipientId)).toEqual([boss.id]);
  expect((await house.rows()).map(({ recipientId }) => recipientId).sort()).toEqual(
    [boss.id, house.owner.id].sort(),
  );
});

it('raises none without a twin, and each of many in a row with one', async () => {
  await record(granted(house.member, false));
  expect(await silent()).toEqual([]);
  for (let alarm = 0; alarm < 12; alarm++) await record(granted(house.member));
  expect(await silent()).toHaveLength(12);
});

it('goes to nobody who was suspended, or lost the right to receive it, before it was sent', async () => {
  await house.addPerson('gone', { roles: ['owner'], email: 'gone@example.org', status: 'suspended' });
  await record(granted(house.member));
  expect(await silent()).toHaveLength(1);
  await house.store.people.update({ ...boss, roles: ['administrator'] });
  house.startWorker();
  await expect.poll(silent, { timeout: 8000 }).toEqual([expect.objectContaining({ state: 'rejected' })]);
  expect(house.server.mails()).toHaveLength(0);
});
