import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FaceEngine, openFaceEngine } from '../engine.ts';
import { createGallery } from '../gallery.ts';
import { elevenFaces, modelsForTests } from '../test-material.ts';
import type { Face } from '../types.ts';
import { createCrowdFollower, type FollowedFaces } from './crowd-follower.ts';
import { createFaceTracker, trackingLimitsOf } from './face-tracker.ts';

const WORKERS = 2;
const FRAMES = 16;
const FRAME_MS = 120;
/** The whole picture drifts by so much from frame to frame, px. */
const DRIFT_PX = 7;

let engine: FaceEngine;
let eleven: Buffer;
let enrolled: Face[];

beforeAll(async () => {
  engine = await openFaceEngine({ modelsDir: await modelsForTests(), workers: WORKERS, threadsPerWorker: 1 });
  eleven = await elevenFaces();
  const analysis = await engine.analyse(eleven, { maxEdgePx: 1280 });
  if (!analysis.ok) throw new Error(analysis.refusal);
  enrolled = analysis.value.faces;
});
afterAll(() => engine.close());

function drifted(frame: number): Promise<Buffer> {
  const left = frame * DRIFT_PX;
  return sharp(eleven)
    .extract({ left, top: 0, width: 1280 - left, height: 960 })
    .extend({ right: left, background: '#444' })
    .jpeg({ quality: 88 })
    .toBuffer();
}

/** Which of the enrolled faces is at a place of a frame. */
function whoIsAt(x: number, y: number, frame: number): number {
  return enrolled.findIndex(({ box }) => {
    const middle = { x: box.x + box.width / 2 - frame * DRIFT_PX, y: box.y + box.height / 2 };
    return Math.hypot(middle.x - x, middle.y - y) < box.width / 2;
  });
}

async function followAll(identifyAs: (id: number) => number | null): Promise<FollowedFaces<number>[]> {
  const { recogniser } = engine;
  const gallery = createGallery<number>({ dimension: recogniser.dimension });
  for (const [i, face] of enrolled.entries()) {
    const id = identifyAs(i);
    if (id !== null) gallery.add(id, face.template);
  }
  const match = recogniser.threshold(0.0001, 'identify', 11);
  const uncertain = recogniser.threshold(0.001, 'identify', 11);
  const tracker = createFaceTracker<number>({
    identify: (template) => ({ nearest: gallery.search(template, 4), match, uncertain }),
    limits: trackingLimitsOf(recogniser),
  });
  const follower = createCrowdFollower({ engine, tracker, framesInFlight: WORKERS });
  const answers: FollowedFaces<number>[] = [];
  const frames = await Promise.all(Array.from({ length: FRAMES }, (_, frame) => drifted(frame)));
  const waiting = frames.entries();
  const lane = async () => {
    for (const [frame, image] of waiting) answers[frame] = (await follower.push(image, frame * FRAME_MS))!;
  };
  await Promise.all(Array.from({ length: WORKERS }, lane));
  return answers;
}

test('eleven faces that move are followed and each is named, nobody twice in a frame (B9)', async () => {
  expect(enrolled).toHaveLength(11);
  const answers = await followAll((i) => i);
  const numbers = new Map<number, Set<number>>();
  for (const [frame, answer] of answers.entries()) {
    if (!answer.ok) throw new Error(answer.refusal);
    const names = answer.faces.flatMap(({ name }) => name.id ?? []);
    expect(new Set(names).size).toBe(names.length);
    for (const { box, name, trackId } of answer.faces) {
      const person = whoIsAt(box.x + box.width / 2, box.y + box.height / 2, frame);
      if (name.id !== null) expect(name.id).toBe(person);
      if (trackId !== null) numbers.set(person, (numbers.get(person) ?? new Set()).add(trackId));
    }
  }
  const last = answers.at(-1)!;
  expect(last.ok && last.faces.flatMap(({ name }) => name.id ?? []).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 11 }, (_, i) => i),
  );
  expect([...numbers.values()].map((ids) => ids.size)).toEqual(new Array(11).fill(1));
});

test('whoever is not enrolled is followed and stays unknown', async () => {
  const answers = await followAll((i) => (i % 2 === 0 ? i : null));
  const last = answers.at(-1)!;
  if (!last.ok) throw new Error(last.refusal);
  const named = last.faces.flatMap(({ name }) => name.id ?? []).sort((a, b) => a - b);
  expect(named).toEqual([0, 2, 4, 6, 8, 10]);
  expect(last.faces.filter(({ name }) => name.outcome !== 'match')).toHaveLength(5);
});

test('a template is taken only where one is wanted, and never more than the plan says', async () => {
  const known = enrolled.map(({ box }) => ({
    x: box.x + box.width * 0.1,
    y: box.y + box.height * 0.1,
    width: box.width * 0.8,
    height: box.height * 0.8,
  }));
  const plan = { known, wanted: known.slice(3, 5), turn: 1 };
  const glance = await engine.follow(eleven, { plan });
  if (!glance.ok) throw new Error(glance.refusal);
  expect(glance.value.sightings.filter(({ look }) => look?.template)).toHaveLength(2);
  expect(glance.value.sightings.filter(({ shape }) => shape === 'unchecked')).toHaveLength(9);
  expect(await engine.follow(new Uint8Array(), { plan })).toEqual({ ok: false, refusal: 'empty' });
});
