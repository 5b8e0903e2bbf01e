import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import type { FlowStep, Reader } from '../../src/access/index.ts';
import { type AccessPointId, type FlowId, newId, type PersonId } from '../../src/kernel/index.ts';
import { type AccessHouse, frame, openAccessHouse } from '../fakes/access-house.ts';

let house: AccessHouse;
let ada: PersonId;
let bob: PersonId;
let readers: Record<'door' | 'gate', Reader>;
const ADDRESS = '192.0.2.70';
const step = (...anyOf: FlowStep['anyOf']): FlowStep => ({ anyOf, timeLimitMs: 30_000 });

beforeEach(async () => {
  house = await openAccessHouse();
  [ada, bob] = [await house.addPerson('ada', 0), await house.addPerson('bob', 1)];
  readers = {
    door: await addReader('door', [step('card'), step('pin')]),
    gate: await addReader('gate', [step('pin'), step('face')]),
  };
  await house.giving.give(ada, { kind: 'pin', pin: '482913', label: 'PIN', duress: false }, house.actor);
  await house.giving.give(bob, { kind: 'pin', pin: '640275', label: 'PIN', duress: false }, house.actor);
  await house.giving.give(ada, { kind: 'card', uid: '3DD5FCFF', label: 'Fob', duress: false }, house.actor);
});
afterEach(() => house.close());

async function addReader(place: string, steps: FlowStep[]): Promise<Reader> {
  const [id, flowId] = [place as AccessPointId, newId<FlowId>()];
  await house.store.flows.add({ id: flowId, name: place, description: '', steps, accepted: [] });
  await house.store.accessPoints.add({ id, name: place, place: '', kind: 'kiosk', screens: 'any', flowId });
  const added = { name: `Reader ${place}`, accessPointId: id, leastConfidence: 60 };
  return (await house.readers.add(added, house.actor)).reader;
}

async function onlyFrom(place: string, ...networks: string[]): Promise<void> {
  const point = (await house.store.accessPoints.find(place as AccessPointId))!;
  const flow = (await house.store.flows.find(point.flowId))!;
  await house.store.flows.update({ ...flow, allow: { networks } });
}

const card = (uid = '+3DD5FCFF', reader = readers.door) =>
  house.reports.report(reader, { kind: 'card', uid }, ADDRESS);
const pin = (digits: string, reader = readers.door) =>
  house.reports.report(reader, { kind: 'pin', pin: digits }, ADDRESS);

test('B2 B11 B13 a card and a PIN reported by a reader open the door without any browser', async () => {
  expect((await card()).attempt).toMatchObject({ status: 'open', personId: ada, stepIndex: 1 });
  expect((await pin('482913')).attempt).toMatchObject({ status: 'granted', personId: ada });
  expect(house.events.at(-1)).toMatchObject({
    type: 'attempt.granted',
    facts: { factors: ['card', 'pin'] },
    accessPointId: 'door',
    ipAddress: ADDRESS,
  });
});

test('B2 the card of one and the PIN of another open nothing', async () => {
  await card();
  expect((await pin('640275')).attempt).toMatchObject({ status: 'denied', reason: 'factor_mismatch' });
});

test('B2 a PIN at the keypad takes the attempt of the kiosk forward, and its camera sees the face', async () => {
  await onlyFrom('gate', '192.0.2.5', ADDRESS);
  const { attempt, token } = await house.begin('gate', '192.0.2.5');
  await pin('482913', readers.gate);
  const now = (await house.access.authenticate(token))!;
  expect(now).toMatchObject({ id: attempt.id, stepIndex: 1, personId: ada });
  for (const _ of [1, 2, 3]) await house.access.showFrame(now, frame('face:0'));
  expect(await house.access.authenticate(token)).toMatchObject({ status: 'granted', personId: ada });
});

describe('readers never cross', () => {
  it('a report touches no attempt at another access point', async () => {
    const { token } = await house.begin('gate', '192.0.2.5');
    await card();
    await pin('482913');
    expect(await house.access.authenticate(token)).toMatchObject({
      status: 'open',
      stepIndex: 0,
      personId: null,
    });
  });

  it('where screens at several addresses wait, none is taken forward: whoever begins one from afar gets nothing', async () => {
    await onlyFrom('gate', '192.0.2.5', '203.0.113.9', ADDRESS);
    const [kiosk, afar] = [await house.begin('gate', '192.0.2.5'), await house.begin('gate', '203.0.113.9')];
    const own = (await pin('482913', readers.gate)).attempt;
    expect(own).toMatchObject({ status: 'open', stepIndex: 1, ipAddress: ADDRESS });
    for (const { token } of [kiosk, afar])
      expect(await house.access.authenticate(token)).toMatchObject({ stepIndex: 0, personId: null });
  });

  it('of two readings at the same moment the second meets what the first left', async () => {
    const answers = await Promise.all([card(), pin('482913')]);
    expect(answers.map(({ attempt }) => attempt.status)).toEqual(['open', 'granted']);
    expect(answers[0]!.attempt.id).toBe(answers[1]!.attempt.id);
  });

  it('no reader can be put at a sign-in, where a grant becomes a session', async () => {
    const added = { name: 'Desk', accessPointId: 'panel' as AccessPointId, leastConfidence: 50 };
    await expect(house.readers.add(added, house.actor)).rejects.toMatchObject({ code: 'bad_input' });
  });
});

test('what nothing asks for begins nothing and leaves nothing behind', async () => {
  const before = house.events.length;
  await expect(card('+3DD5FCFF', readers.gate)).rejects.toMatchObject({ code: 'wrong_step' });
  expect(await house.store.attempts.listOpenAt('gate' as AccessPointId, house.clock.time)).toEqual([]);
  expect(house.events).toHaveLength(before);
});

test('where nobody may pass now, or at a place that is gone, a report opens nothing', async () => {
  const flow = (await house.store.flows.list()).find(({ name }) => name === 'door')!;
  await house.store.flows.update({ ...flow, allow: { alarm: ['armed_away'] } });
  expect(await card()).toMatchObject({
    attempt: { status: 'denied', reason: 'locked_down' },
    retryAfterMs: 0,
  });
  expect((await pin('482913')).attempt).toMatchObject({ status: 'denied', reason: 'locked_down' });
  const lost = { ...readers.door, accessPointId: 'gone' as AccessPointId };
  await expect(card('+3DD5FCFF', lost)).rejects.toMatchObject({ code: 'not_found' });
});

test('what is overdue is not taken forward: a new attempt begins', async () => {
  const first = (await card()).attempt;
  house.clock.time += 30_000;
  const second = (await card()).attempt;
  expect(second.id).not.toBe(first.id);
});

test('a card without padding is no card at the door, even when it is somebody’s with a zero more', async () => {
  await house.giving.give(ada, { kind: 'card', uid: '0A1B2C3D', label: 'Old', duress: false }, house.actor);
  expect((await card('A1B2C3D')).attempt).toMatchObject({ status: 'denied', reason: 'unknown_credential' });
  expect((await card('A:1B:2C:3D')).attempt).toMatchObject({ status: 'open', personId: ada });
});

test('the last card that nobody has is remembered for a minute, at its reader only, and known ones are not', async () => {
  await card('+DEADBEEF');
  await card();
  expect(house.reports.unknownCard(readers.door.id)).toMatchObject({ uid: '+DEADBEEF' });
  expect(house.reports.unknownCard(readers.gate.id)).toBeNull();
  house.clock.time += 60_000;
  expect(house.reports.unknownCard(readers.door.id)).toBeNull();
});

describe('a finger', () => {
  beforeEach(async () => {
    readers.door = await addReader('hall', [step('fingerprint'), step('pin')]);
    const finger = { kind: 'fingerprint', readerId: readers.door.id, slot: 3 } as const;
    await house.giving.give(ada, { ...finger, label: 'Thumb', duress: false }, house.actor);
  });
  const finger = (slot: number | null, confidence: number) =>
    house.reports.report(readers.door, { kind: 'fingerprint', slot, confidence }, ADDRESS);

  it('B13 below the reader’s least confidence may be laid on again, and is never a match', async () => {
    expect((await finger(3, 59)).attempt).toMatchObject({ status: 'open', wrongTries: 1, personId: null });
    expect((await finger(3, 60)).attempt).toMatchObject({ status: 'open', stepIndex: 1, personId: ada });
  });

  it('B13 that the reader does not know is a wrong try, and the third ends the attempt', async () => {
    for (const wrongTries of [1, 2]) expect((await finger(null, 0)).attempt).toMatchObject({ wrongTries });
    expect((await finger(null, 0)).attempt).toMatchObject({ status: 'denied', reason: 'wrong_secret' });
  });

  it('B13 of a reader that was removed is no match any more', async () => {
    await house.readers.remove(readers.door.id, house.actor);
    expect((await finger(3, 250)).attempt).toMatchObject({ wrongTries: 1, personId: null });
  });
});

test('a reader is known by its whole key, which is kept nowhere, and no more once it is removed', async () => {
  const added = { name: 'New', accessPointId: 'door' as AccessPointId, leastConfidence: 50 };
  const { reader, key } = await house.readers.add(added, house.actor);
  expect(await house.readers.authenticate(key)).toEqual(reader);
  const [id, secret] = key.split('.');
  for (const wrong of [
    `${readers.door.id}.${secret}`,
    `${id}.${secret}x`,
    `${id}.`,
    `.${secret}`,
    `${key}.x`,
    '',
    reader.keyHash,
  ])
    expect(await house.readers.authenticate(wrong)).toBeNull();
  expect(JSON.stringify([await house.store.readers.list(), house.events])).not.toContain(secret);
  await house.readers.remove(reader.id, house.actor);
  expect(await house.readers.authenticate(key)).toBeNull();
  await expect(house.readers.remove(reader.id, house.actor)).rejects.toMatchObject({ code: 'not_found' });
  expect(house.events.slice(-2).map(({ type, facts }) => [type, facts])).toEqual([
    ['reader.added', { readerId: reader.id }],
    ['reader.removed', { readerId: reader.id }],
  ]);
});
