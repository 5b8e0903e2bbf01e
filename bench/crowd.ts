import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  convertModels,
  createCrowdFollower,
  createFaceTracker,
  createGallery,
  type FaceEngine,
  openFaceEngine,
  type Template,
  trackingLimitsOf,
} from '../src/vision/index.ts';
import { type CrowdPerson, loadCrowdPeople } from './crowd/people.ts';
import { playScene, type SceneFrame, type SceneOptions } from './crowd/scene.ts';
import { createTally, type Tally } from './crowd/tally.ts';
import type { Row } from './row.ts';

const MODELS = join(fileURLToPath(new URL('../.cache', import.meta.url)), 'models');
const WORKERS = 2;
const SECONDS = 20;
/** Following and the baseline take turns, so that others on the machine disturb both alike. */
const TURNS = 10;
const BASELINE_PER_TURN = 4;
/** What a site uses if it does not say otherwise. */
const RATE = 0.0001;
const UNCERTAIN_RATE = 0.001;
const LEAST_FRAMES_PER_S = 5;

interface Scene {
  size: string;
  width: number;
  height: number;
  headPx: readonly [number, number];
  /** Enrolled people, and strangers among them. */
  enrolled: number;
  strangers: number;
  framesPerS: number;
  /** Frames looked at at the same time: two where they come faster than one thread looks. */
  framesInFlight: number;
}

const SCENES: readonly Scene[] = [
  {
    size: '640×480',
    width: 640,
    height: 480,
    headPx: [72, 100],
    enrolled: 8,
    strangers: 3,
    framesPerS: 10,
    framesInFlight: 2,
  },
  {
    size: '1280×720',
    width: 1280,
    height: 720,
    headPx: [80, 150],
    enrolled: 11,
    strangers: 3,
    framesPerS: 10,
    framesInFlight: 2,
  },
  {
    size: '1280×720',
    width: 1280,
    height: 720,
    headPx: [80, 150],
    enrolled: 11,
    strangers: 3,
    framesPerS: 5,
    framesInFlight: 1,
  },
];

interface Run {
  tally: Tally;
  framesPerS: number;
  /** Without following, in the same run. */
  anewPerS: number;
  medianMs: number;
  p95Ms: number;
}

function quantile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]!;
}

/** As fast as they go, so many at once. @returns how long it took, ms. */
async function hurry<T>(
  items: readonly T[],
  lanes: number,
  work: (item: T) => Promise<void>,
): Promise<number> {
  const startedMs = performance.now();
  const waiting = items.values();
  const lane = async () => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return performance.now() - startedMs;
}

async function everyFrame(scene: SceneOptions): Promise<SceneFrame[]> {
  const frames: SceneFrame[] = [];
  for await (const frame of playScene(scene)) frames.push(frame);
  return frames;
}

function galleryOf(people: readonly CrowdPerson[], { recogniser }: FaceEngine) {
  const gallery = createGallery<string>({ dimension: recogniser.dimension });
  for (const { name, template } of people) gallery.add(name, template);
  const match = recogniser.threshold(RATE, 'identify', people.length);
  const uncertain = recogniser.threshold(UNCERTAIN_RATE, 'identify', people.length);
  return (template: Template) => ({ nearest: gallery.search(template, 8), match, uncertain });
}

async function follow(
  engine: FaceEngine,
  frames: readonly SceneFrame[],
  enrolled: CrowdPerson[],
  framesInFlight: number,
): Promise<Run> {
  const tracker = createFaceTracker<string>({
    identify: galleryOf(enrolled, engine),
    limits: trackingLimitsOf(engine.recogniser),
  });
  const follower = createCrowdFollower({ engine, tracker, framesInFlight });
  const { tally, count } = createTally(new Set(enrolled.map(({ name }) => name)));
  const times: number[] = [];
  const followOne = async ({ image, atMs, placed }: SceneFrame) => {
    const startedMs = performance.now();
    const answer = await follower.push(image, atMs);
    if (!answer?.ok) throw new Error(`A frame was not looked at: ${answer?.refusal ?? 'dropped'}.`);
    times.push(performance.now() - startedMs);
    count(answer.faces, placed, atMs);
  };
  /** Every face found and embedded anew, as if there were no frame before. */
  const lookAnew = async ({ image }: SceneFrame) => {
    await engine.analyse(image, { variant: 'lite', maxEdgePx: 1280 });
  };
  let followingMs = 0;
  let anewMs = 0;
  const perTurn = Math.ceil(frames.length / TURNS);
  for (let start = 0; start < frames.length; start += perTurn) {
    const some = frames.slice(start, start + perTurn);
    followingMs += await hurry(some, framesInFlight, followOne);
    anewMs += await hurry(some.slice(0, BASELINE_PER_TURN), framesInFlight, lookAnew);
  }
  return {
    tally,
    framesPerS: (1000 * frames.length) / followingMs,
    anewPerS: (1000 * TURNS * BASELINE_PER_TURN) / anewMs,
    medianMs: quantile(times, 0.5),
    p95Ms: quantile(times, 0.95),
  };
}

function rowsOf(
  title: string,
  isLimited: boolean,
  { tally, framesPerS, anewPerS, medianMs, p95Ms }: Run,
): Row[] {
  const row = (name: string, value: number, unit: string, rest: Partial<Row> = {}): Row => ({
    name: `${title}: ${name}`,
    value,
    unit,
    ...rest,
  });
  const atLeast = { limit: LEAST_FRAMES_PER_S, holds: framesPerS >= LEAST_FRAMES_PER_S };
  const none = (value: number) => ({ limit: 0, holds: value === 0 });
  return [
    // The limit is for two threads.
    row('frames followed and named', framesPerS, '/s', isLimited ? atLeast : {}),
    row('frames when every face is embedded anew', anewPerS, '/s'),
    row('latency, median', medianMs, 'ms'),
    row('latency, 95 of 100', p95Ms, 'ms'),
    row('of enrolled people in sight, followed', (100 * tally.followed) / tally.inSight, '%'),
    row('of enrolled people in sight, named', (100 * tally.named) / tally.inSight, '%'),
    row('named once in sight for a second', (100 * tally.trackedNamed) / tally.tracked, '%'),
    row(`wrong names of ${tally.given}`, tally.wrong, '', none(tally.wrong)),
    row('names given twice in a frame', tally.doubles, '', none(tally.doubles)),
    row('changes of a track number', tally.switches, ''),
    row('everybody named once after', (tally.everybodyAtMs ?? Number.NaN) / 1000, 's of the scene'),
  ];
}

/** A crowd that walks about, is hidden by one another and by a pillar: eleven faces and more, on two threads. */
export async function measureCrowd(folder?: string): Promise<Row[]> {
  await convertModels({ modelsDir: MODELS });
  const engine = await openFaceEngine({ modelsDir: MODELS, workers: WORKERS, threadsPerWorker: 1 });
  try {
    const all = await loadCrowdPeople(engine, folder);
    const rows: Row[] = [];
    for (const { size, enrolled: known, strangers, framesInFlight, ...scene } of SCENES) {
      const people = all.slice(0, known + strangers);
      if (people.length < known + strangers)
        throw new Error(`${known + strangers} people are needed, ${people.length} can be used.`);
      const enrolled = people.filter((_, i) => i % 4 !== 3 || i >= 4 * strangers);
      const frames = await everyFrame({ ...scene, people, seconds: SECONDS, seed: 5 });
      const run = await follow(engine, frames, enrolled, framesInFlight);
      const threads = framesInFlight === 1 ? ', one thread' : '';
      const title = `${people.length} faces, ${size}, ${scene.framesPerS} a second${threads}`;
      rows.push(...rowsOf(title, framesInFlight === WORKERS, run));
    }
    return rows;
  } finally {
    await engine.close();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { faces: { type: 'string' } } });
  for (const { name, value, unit, limit, holds } of await measureCrowd(values.faces)) {
    const verdict = limit === undefined ? '' : `  (limit ${limit}: ${holds ? 'holds' : 'MISSED'})`;
    console.log(`${name.padEnd(80)} ${value.toFixed(2).padStart(9)} ${unit}${verdict}`);
  }
}
