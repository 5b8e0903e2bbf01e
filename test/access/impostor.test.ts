import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Attempt } from '../../src/access/index.ts';
import { type AttemptId, newId, type PersonId, refuse, type SnapshotId } from '../../src/kernel/index.ts';
import { createImpostorSamples } from '../../src/people/index.ts';
import { type AccessHouse, frame, openAccessHouse } from '../fakes/access-house.ts';

let house: AccessHouse;
let ada: PersonId;
beforeEach(async () => {
  house = await openAccessHouse();
  ada = await house.addPerson('ada', 0);
});
afterEach(() => house.close());

const ACTOR = { id: 'admin' as PersonId, ipAddress: '192.0.2.5' };

async function walk(position: number, frames = 3): Promise<Attempt> {
  const { attempt: begun } = await house.begin();
  const { attempt } = await house.access.show(begun, {
    factor: 'password',
    userName: 'ada',
    password: 'right ada',
  });
  for (let i = 0; i < frames; i++) await house.access.showFrame(attempt, frame(`face:${position}`));
  await new Promise((done) => setImmediate(done));
  await Promise.all(house.learned);
  return (await house.store.attempts.find(attempt.id))!;
}

const kinds = async () => (await house.store.faceSamples.listOf(ada)).map(({ kind }) => kind);

async function deny(attempt: Attempt) {
  const grant = (await house.impostors.findGrant(attempt.id))!;
  return house.impostors.add(grant, ACTOR);
}

describe('“this was not Ada”', () => {
  it('A3 holds the face in the photograph against being taken for her, and says so in the log', async () => {
    const granted = await walk(0.09);
    expect(granted.status).toBe('granted');
    const sample = await deny(granted);
    expect(sample).toMatchObject({ kind: 'impostor', personId: ada, attemptId: granted.id });
    expect(sample.jpeg).toEqual(frame('face:0.09'));
    expect(house.events.at(-1)).toMatchObject({
      type: 'face.impostor_added',
      personId: ada,
      actorId: 'admin',
      attemptId: granted.id,
    });
    expect(await walk(0.09, 6)).toMatchObject({ status: 'denied', reason: 'factor_mismatch' });
    const denied = house.events.findLast(({ type }) => type === 'attempt.denied');
    expect(denied).toMatchObject({ facts: { face: 'unknown' } });
    expect((await walk(0.02)).status).toBe('granted');
  });

  it('D3 names her no more when that face comes first', async () => {
    const point = (await house.store.accessPoints.list())[1]!;
    await house.store.accessPoints.update({ ...point, flowId: 'face-password' as typeof point.flowId });
    await deny(await walk(0.09));
    const { attempt } = await house.begin(point.id);
    for (let i = 0; i < 6; i++) await house.access.showFrame(attempt, frame('face:0.09'));
    expect(await house.store.attempts.find(attempt.id)).toMatchObject({
      status: 'denied',
      reason: 'unknown_credential',
      personId: null,
    });
  });

  it('A21 takes back what was learned from that attempt, and nothing else', async () => {
    const granted = await walk(0.07);
    expect(await kinds()).toContain('refinement');
    await deny(granted);
    expect(await kinds()).toEqual(['enrolment', 'enrolment', 'enrolment', 'impostor']);
    expect(house.events.at(-1)).toMatchObject({ facts: { takenBack: 1 } });
  });

  it('said twice changes nothing', async () => {
    const granted = await walk(0.09);
    const [first, second] = [await deny(granted), await deny(granted)];
    expect(second.id).toBe(first.id);
    expect(house.events.filter(({ type }) => type === 'face.impostor_added')).toHaveLength(1);
  });

  it('is nothing to say of an attempt that let nobody in', async () => {
    expect(await house.impostors.findGrant((await walk(0.9, 6)).id)).toBeNull();
    expect(await house.impostors.findGrant('no such' as AttemptId)).toBeNull();
  });

  it('needs a photograph of the face', async () => {
    const grant = { attemptId: 'a' as AttemptId, personId: ada, snapshotId: null };
    await expect(house.impostors.add(grant, ACTOR)).rejects.toMatchObject({ code: 'no_face_photograph' });
  });

  it('needs a photograph that has a face, and a person who is still there', async () => {
    const snapshotId = newId<SnapshotId>();
    await house.store.snapshots.add({ id: snapshotId, ownerId: null, takenAt: 1, jpeg: frame('none') });
    const grant = { attemptId: 'a' as AttemptId, personId: ada, snapshotId };
    await expect(house.impostors.add(grant, ACTOR)).rejects.toMatchObject({ code: 'no_face_photograph' });
    const seen = newId<SnapshotId>();
    await house.store.snapshots.add({ id: seen, ownerId: null, takenAt: 1, jpeg: frame('face:0.5') });
    const nobody = { ...grant, personId: 'nobody' as PersonId, snapshotId: seen };
    await expect(house.impostors.add(nobody, ACTOR)).rejects.toMatchObject({ code: 'not_found' });
    expect(await kinds()).not.toContain('impostor');
  });

  it.each([
    ['busy', 'busy'],
    ['not_an_image', 'no_face_photograph'],
  ])('while the photograph cannot be looked at (%s) is not taken for said', async (refusal, code) => {
    const snapshotId = newId<SnapshotId>();
    await house.store.snapshots.add({ id: snapshotId, ownerId: null, takenAt: 1, jpeg: frame('face:0.5') });
    const eyes = { ...{ variant: 'v', photograph: async () => null }, look: async () => refuse(refusal) };
    const { store, ledger, clock } = house;
    const impostors = createImpostorSamples({ ledger, store, clock, eyes });
    const grant = { attemptId: 'a' as AttemptId, personId: ada, snapshotId };
    await expect(impostors.add(grant, ACTOR)).rejects.toMatchObject({ code });
  });

  it('can be said of twenty attempts, and then one must be removed first', async () => {
    const granted = await walk(0.09);
    const grant = (await house.impostors.findGrant(granted.id))!;
    for (let i = 0; i < 20; i++)
      await house.impostors.add({ ...grant, attemptId: `a${i}` as AttemptId }, ACTOR);
    await expect(deny(granted)).rejects.toMatchObject({ code: 'too_many_impostors' });
  });

  it('A21 a face like the impostor’s is not learned from either', async () => {
    await deny(await walk(0.09));
    house.clock.time += 86_400_000;
    house.learned.length = 0;
    expect((await walk(-0.07)).status).toBe('granted');
    expect(await house.learned[0]).toBe('learn');
    house.clock.time += 86_400_000;
    house.learned.length = 0;
    expect((await walk(0.035)).status).toBe('granted');
    expect(await house.learned[0]).toBe('like_an_impostor');
  });
});
