import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Attempt } from '../../src/access/index.ts';
import type { FaceSampleId, PersonId } from '../../src/kernel/index.ts';
import { type AccessHouse, frame, openAccessHouse } from '../fakes/access-house.ts';

let house: AccessHouse;
let ada: PersonId;
beforeEach(async () => {
  house = await openAccessHouse();
  ada = await house.addPerson('ada', 0);
});
afterEach(() => house.close());

const DAY_MS = 86_400_000;
const ACTOR = { id: null, ipAddress: null };

/** Ada's password, then these frames; answers what the sighting taught, or null when nobody was told of one. */
async function walk(...texts: string[]): Promise<{ attempt: Attempt; verdict: string | null }> {
  const { attempt: begun } = await house.begin();
  const { attempt } = await house.access.show(begun, {
    factor: 'password',
    userName: 'ada',
    password: 'right ada',
  });
  for (const text of texts) await house.access.showFrame(attempt, frame(text));
  await new Promise((done) => setImmediate(done));
  const verdict = (await house.learned.at(-1)) ?? null;
  house.learned.length = 0;
  return { attempt: (await house.store.attempts.find(attempt.id))!, verdict };
}

const sightings = (position: number) => walk(...Array<string>(3).fill(`face:${position}`));
const learned = async () =>
  (await house.store.faceSamples.listOf(ada)).filter(({ kind }) => kind === 'refinement');
const positions = async () => (await learned()).map(({ template }) => Math.round(template[0]! * 1000) / 1000);

describe('a confirmed sighting', () => {
  it('A21 becomes a sample that the template is made of, sealed with its photograph, and an event with ids only', async () => {
    const { attempt, verdict } = await sightings(0.07);
    expect([attempt.status, verdict]).toEqual(['granted', 'learn']);
    const [sample] = await learned();
    expect(sample).toMatchObject({ personId: ada, attemptId: attempt.id, jpeg: frame('face:0.07') });
    const event = house.events.find(({ type }) => type === 'face.refined');
    expect(event).toMatchObject({
      personId: ada,
      attemptId: attempt.id,
      facts: { sampleId: sample!.id, learned: 1 },
    });
    expect(JSON.stringify(event)).not.toContain('ada');
  });

  it('A21 lets a face pass that would have been uncertain before', async () => {
    const outcome = async () => (await sightings(0.115)).attempt.status;
    expect(await outcome()).toBe('open');
    await sightings(0.07);
    expect(await outcome()).toBe('granted');
  });

  it('A21 takes the best of the frames that decided', async () => {
    await walk('small:0.07', 'face:0.06', 'face:0.07', 'face:0.065');
    expect(await positions()).toHaveLength(1);
    expect([0.06, 0.065, 0.07]).toContain((await positions())[0]);
  });

  it('A21 teaches once a day', async () => {
    expect((await sightings(0.07)).verdict).toBe('learn');
    expect((await sightings(-0.07)).verdict).toBe('too_soon');
    house.clock.time += DAY_MS;
    expect((await sightings(-0.07)).verdict).toBe('learn');
  });

  it('A21 is one of five at most: the oldest goes', async () => {
    const [enrolled] = await house.store.faceSamples.listOf(ada);
    for (const day of [5, 4, 3, 2, 1]) {
      const change = { kind: 'refinement' as const, takenAt: house.clock.time - day * DAY_MS };
      await house.store.faceSamples.add({ ...enrolled!, ...change, id: `day ${day}` as FaceSampleId });
    }
    const { attempt } = await sightings(0.07);
    const kept = await learned();
    expect(kept).toHaveLength(5);
    expect(kept.map(({ id }) => id)).not.toContain('day 5');
    expect(kept.at(-1)!.attemptId).toBe(attempt.id);
  });

  it('A21 is forgotten with all others at a word, and the log says who did it', async () => {
    await sightings(0.07);
    expect(await house.refinement.forget(ada, ACTOR)).toBe(1);
    expect(await learned()).toEqual([]);
    expect(house.events.at(-1)).toMatchObject({
      type: 'face.refinements_removed',
      facts: { removed: 1 },
      personId: ada,
    });
    expect(await house.refinement.forget(ada, ACTOR)).toBe(0);
  });

  it('A21 teaches nothing once that is switched off', async () => {
    await house.faceSettings.save({ falseMatchRate: 1e-4, learnFromSightings: false }, ACTOR);
    expect((await sightings(0.07)).verdict).toBe('switched_off');
    expect(await learned()).toEqual([]);
  });

  it('A21 teaches nothing when it is about as near to somebody else', async () => {
    await house.addPerson('bob', 0.1);
    expect((await sightings(0.07)).verdict).toBe('nearer_to_another');
  });
});

describe('no sighting is learned from', () => {
  it('A21 when the face did not match', async () => {
    expect((await walk(...Array<string>(6).fill('face:0.9'))).verdict).toBeNull();
  });

  it('A21 when the attempt was refused after the face had matched', async () => {
    const point = (await house.store.accessPoints.list())[1]!;
    await house.store.accessPoints.update({ ...point, flowId: 'face-password' as typeof point.flowId });
    const { attempt } = await house.begin(point.id);
    for (let i = 0; i < 3; i++) await house.access.showFrame(attempt, frame('face:0.07'));
    const current = (await house.store.attempts.find(attempt.id))!;
    await house.access.show(current, { factor: 'password', userName: 'ada', password: 'wrong' });
    await new Promise((done) => setImmediate(done));
    expect(house.learned).toEqual([]);
  });

  it('A21 when a face was all that was asked for', async () => {
    const { attempt } = await house.begin();
    const accepted = ['face_alone' as const];
    const faceOnly = { ...attempt, accepted, steps: [{ anyOf: ['face' as const], timeLimitMs: 20_000 }] };
    await house.store.attempts.update(faceOnly, attempt.version);
    const current = (await house.store.attempts.find(attempt.id))!;
    for (let i = 0; i < 3; i++) await house.access.showFrame(current, frame('face:0.07'));
    expect((await house.store.attempts.find(attempt.id))!.status).toBe('granted');
    await new Promise((done) => setImmediate(done));
    expect(house.learned).toEqual([]);
  });

  it('A21 when the face was shown but the step was passed by something else', async () => {
    const { attempt } = await house.begin();
    const either = { anyOf: ['face' as const, 'password' as const], timeLimitMs: 20_000 };
    const steps = [either, { anyOf: ['password' as const], timeLimitMs: 20_000 }];
    await house.store.attempts.update({ ...attempt, steps }, attempt.version);
    const current = async () => (await house.store.attempts.find(attempt.id))!;
    for (let i = 0; i < 2; i++) await house.access.showFrame(await current(), frame('face:0.07'));
    const password = { factor: 'password', userName: 'ada', password: 'right ada' } as const;
    await house.access.show(await current(), password);
    await house.access.show(await current(), password);
    expect((await current()).status).toBe('granted');
    await new Promise((done) => setImmediate(done));
    expect(house.learned).toEqual([]);
  });
});
