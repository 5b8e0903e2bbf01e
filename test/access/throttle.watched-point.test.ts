import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FLOW_SCHEMA } from '../../src/access/index.ts';
import type { AccessPointId, FlowId } from '../../src/kernel/index.ts';
import { type AccessHouse, frame, openAccessHouse } from '../fakes/access-house.ts';

const DOOR = 'watched-door' as AccessPointId;

let house: AccessHouse;
beforeEach(async () => {
  house = await openAccessHouse();
  const id = 'watched' as FlowId;
  const steps = [{ anyOf: ['password'], timeLimitMs: 60_000, tries: 5 }];
  const watch = { wrongCredentials: 3, lockMs: 60_000 };
  const flow = FLOW_SCHEMA.parse({ name: 'Watched', description: '', steps, watch });
  await house.store.flows.add({ ...flow, id });
  await house.store.accessPoints.add({
    id: DOOR,
    name: 'Door',
    place: 'Here',
    kind: 'kiosk',
    screens: 'any',
    flowId: id,
  });
  await house.addPerson('ada', null);
});
afterEach(() => house.close());

const point = async () => (await house.store.accessPoints.find(DOOR))!;
async function tryAs(
  userName: string,
  password: string,
  attempt?: Awaited<ReturnType<typeof house.begin>>['attempt'],
) {
  const open = attempt ?? (await house.begin(DOOR)).attempt;
  return house.access.show((await house.store.attempts.find(open.id))!, {
    factor: 'password',
    userName,
    password,
  });
}
const typesOf = (type: string) => house.events.filter((event) => event.type === type);

describe('a watched access point', () => {
  it('E2 is locked at the failure that its flow names, whoever it was tried as, and shuts the attempt', async () => {
    const { attempt } = await house.begin(DOOR);
    await house.access.showFrame(attempt, frame('face:0.9'));
    expect((await tryAs('ada', 'wrong', attempt)).attempt.status).toBe('open');
    expect((await tryAs('bob', 'wrong', attempt)).attempt.status).toBe('open');
    const last = await tryAs('carol', 'wrong', attempt);
    expect(last).toMatchObject({ locked: true, retryAfterMs: 60_000, attempt: { status: 'denied' } });
    const [locked, ...more] = typesOf('access_point.locked');
    expect(more).toEqual([]);
    expect(locked).toMatchObject({ facts: { failures: 3, waitMs: 60_000 }, accessPointId: DOOR });
    expect(locked!.snapshotId).not.toBeNull();
    expect(typesOf('attempt.denied')[0]!.facts).toMatchObject({ locks: true, reason: 'unknown_credential' });
  });

  it('checks nothing while it is locked, not even what is right, and counts nothing either', async () => {
    for (const _ of [1, 2, 3]) await tryAs('nobody', 'wrong');
    for (const _ of [1, 2]) {
      const answer = await tryAs('ada', 'right ada');
      expect(answer).toMatchObject({ locked: true, attempt: { status: 'denied', reason: 'throttled' } });
    }
    expect(await house.access.lockedFor(await point())).toBe(60_000);
    house.clock.time += 60_000;
    expect((await tryAs('ada', 'right ada')).attempt.status).toBe('granted');
  });

  it('is locked longer with each further failure, and starts afresh after a grant', async () => {
    for (const _ of [1, 2, 3]) await tryAs('nobody', 'wrong');
    house.clock.time += 60_000;
    expect((await tryAs('nobody', 'wrong')).retryAfterMs).toBe(120_000);
    house.clock.time += 120_000;
    expect((await tryAs('ada', 'right ada')).attempt.status).toBe('granted');
    expect((await tryAs('nobody', 'wrong')).locked).toBe(false);
  });

  it('is opened before its time by somebody who may, once, and the log says who', async () => {
    for (const _ of [1, 2, 3]) await tryAs('nobody', 'wrong');
    const actor = { id: null, ipAddress: '192.0.2.9' };
    expect(await house.access.unlock(await point(), actor)).toBe(true);
    expect(await house.access.unlock(await point(), actor)).toBe(false);
    expect(typesOf('access_point.unlocked')).toHaveLength(1);
    expect((await tryAs('ada', 'right ada')).attempt.status).toBe('granted');
  });

  it('of two browsers racing with wrong passwords none gets a try more than there are', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => tryAs('nobody', 'wrong')));
    const checked = answers.filter(({ attempt }) => attempt.reason !== 'throttled');
    expect(checked).toHaveLength(3);
    expect(typesOf('access_point.locked').length).toBeGreaterThan(0);
  });
});
