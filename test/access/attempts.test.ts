import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Attempt } from '../../src/access/index.ts';
import { type AccessHouse, frame, openAccessHouse } from '../fakes/access-house.ts';

let house: AccessHouse;
beforeEach(async () => {
  house = await openAccessHouse();
});
afterEach(() => house.close());

async function afterPassword(userName: string): Promise<Attempt> {
  const { attempt } = await house.begin();
  return (await house.access.show(attempt, { factor: 'password', userName, password: `right ${userName}` }))
    .attempt;
}

async function showFrames(attempt: Attempt, ...texts: string[]) {
  const answers = [];
  for (const text of texts) answers.push(await house.access.showFrame(attempt, frame(text)));
  return answers;
}

const last = () => house.events.at(-1);
const owed = () => house.store.outbox.list({ limit: 50 });

describe('a guarded login', () => {
  it('A2 A3 grants a right password followed by three frames of the right face', async () => {
    const ada = await house.addPerson('ada', 0);
    const answers = await showFrames(await afterPassword('ada'), 'face:0.05', 'face:0.02', 'face:0.04');
    expect(answers.at(-1)).toMatchObject({ kind: 'attempt', attempt: { status: 'granted', personId: ada } });
    expect(await owed()).toHaveLength(0);
  });

  it('does not decide on two frames', async () => {
    await house.addPerson('ada', 0);
    const answers = await showFrames(await afterPassword('ada'), 'face:0', 'face:0');
    expect(answers).toMatchObject([{ kind: 'guidance', guidance: 'checking' }, { kind: 'guidance' }]);
  });

  it('A5 refuses another face after six frames, keeps a photograph, and owes the owner a message', async () => {
    await house.addPerson('ada', 0);
    const answers = await showFrames(await afterPassword('ada'), ...Array<string>(6).fill('face:0.9'));
    expect(answers.at(-1)).toMatchObject({ attempt: { status: 'denied', reason: 'factor_mismatch' } });
    const denied = house.events.find(({ type }) => type === 'attempt.denied')!;
    expect(denied).toMatchObject({ facts: { face: 'unknown', passed: 1, step: 2 }, ipAddress: '192.0.2.1' });
    expect((await house.store.snapshots.find(denied.snapshotId!))?.jpeg).toEqual(frame('face:0.9'));
    expect(await owed()).toMatchObject([{ state: 'waiting', facts: { eventSeq: denied.seq } }]);
  });

  it('one lucky frame among strange ones grants nothing', async () => {
    await house.addPerson('ada', 0);
    const answers = await showFrames(
      await afterPassword('ada'),
      'face:0.9',
      'face:0.9',
      'face:0',
      'face:0.9',
      'face:0.9',
      'face:0.9',
    );
    expect(answers.at(-1)).toMatchObject({ attempt: { status: 'denied' } });
  });

  it('refuses as uncertain a face that stays between the two thresholds', async () => {
    await house.addPerson('ada', 0);
    const answers = await showFrames(await afterPassword('ada'), ...Array<string>(12).fill('face:0.11'));
    expect(answers.slice(0, 11).every(({ kind }) => kind === 'guidance')).toBe(true);
    expect(answers.at(-1)).toMatchObject({ attempt: { status: 'denied', reason: 'factor_mismatch' } });
    expect(house.events.find(({ type }) => type === 'attempt.denied')?.facts).toMatchObject({
      face: 'uncertain',
    });
  });

  it('says what to do better instead of judging a poor frame', async () => {
    await house.addPerson('ada', 0);
    const answers = await showFrames(await afterPassword('ada'), 'none', 'two', 'small:0');
    expect(answers.map((one) => 'guidance' in one && one.guidance)).toEqual([
      'no_face',
      'several_faces',
      'closer',
    ]);
  });

  it('A4 reports no_face once the time is up, and not before', async () => {
    await house.addPerson('ada', 0);
    await showFrames(await afterPassword('ada'), 'none', 'none');
    house.clock.time += 19_000;
    expect(await house.access.expireOverdue()).toBe(0);
    house.clock.time += 2_000;
    expect(await house.access.expireOverdue()).toBe(1);
    expect(house.events.find(({ type }) => type === 'attempt.denied')).toMatchObject({
      facts: { reason: 'no_face' },
    });
    expect(await owed()).toHaveLength(1);
  });

  it('reports a right password that was left before the camera looked', async () => {
    await house.addPerson('ada', 0);
    await house.access.cancel(await afterPassword('ada'));
    expect(
      house.events.some(
        ({ type, facts }) => type === 'attempt.denied' && 'reason' in facts && facts.reason === 'cancelled',
      ),
    ).toBe(true);
    expect(await owed()).toHaveLength(1);
  });

  it('reports nothing when a page was opened and left', async () => {
    const before = house.events.length;
    await house.begin();
    house.clock.time += 200_000;
    expect(await house.access.expireOverdue()).toBe(1);
    expect(house.events).toHaveLength(before);
  });

  it('refuses a person without an enrolled face as factor_missing', async () => {
    await house.addPerson('bob', null);
    const answers = await showFrames(await afterPassword('bob'), 'face:0', 'face:0', 'face:0');
    expect(answers.at(-1)).toMatchObject({ attempt: { status: 'denied', reason: 'factor_missing' } });
  });

  it('A16 refuses a suspended person with the right password', async () => {
    await house.addPerson('ada', 0);
    const bob = await house.addPerson('bob', 0.5);
    await house.people.suspend(bob, house.actor);
    expect(await afterPassword('bob')).toMatchObject({ status: 'denied', reason: 'disabled' });
  });

  it('D3 finds out who it is when the face comes first, and C1 demands the password of the same person', async () => {
    const ada = await house.addPerson('ada', 0);
    await house.addPerson('bob', 0.5);
    const point = (await house.store.accessPoints.list())[1]!;
    await house.store.accessPoints.update({ ...point, flowId: 'face-password' as typeof point.flowId });
    const walk = async (userName: string) => {
      const { attempt } = await house.begin(point.id);
      await showFrames(attempt, 'face:0', 'face:0', 'face:0');
      const current = (await house.store.attempts.find(attempt.id))!;
      expect(current).toMatchObject({ personId: ada, stepIndex: 1 });
      return house.access.show(current, { factor: 'password', userName, password: `right ${userName}` });
    };
    expect((await walk('ada')).attempt.status).toBe('granted');
    expect((await walk('bob')).attempt).toMatchObject({ status: 'denied', reason: 'factor_mismatch' });
  });

  it('D4 names nobody when the face is like nobody’s', async () => {
    await house.addPerson('ada', 0);
    const point = (await house.store.accessPoints.list())[1]!;
    await house.store.accessPoints.update({ ...point, flowId: 'face-password' as typeof point.flowId });
    const { attempt } = await house.begin(point.id);
    await showFrames(attempt, ...Array<string>(6).fill('face:5'));
    expect(house.events.find(({ type }) => type === 'attempt.denied')).toMatchObject({
      personId: null,
      facts: { reason: 'unknown_credential', face: 'unknown' },
    });
  });

  it('a token opens its own attempt and no other', async () => {
    const first = await house.begin();
    const second = await house.begin();
    expect((await house.access.authenticate(first.token))?.id).toBe(first.attempt.id);
    const mixed = `${first.attempt.id}.${second.token.split('.')[1]}`;
    expect(await house.access.authenticate(mixed)).toBeNull();
    expect(await house.access.authenticate('nonsense')).toBeNull();
    expect(last()?.type).not.toBe('attempt.granted');
  });
});
