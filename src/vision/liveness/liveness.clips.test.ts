import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawFlatAttack, drawPerson, type FlatSpecies } from '../../../bench/liveness/actors.ts';
import { drawCamera, shoot } from '../../../bench/liveness/camera.ts';
import type { HeadModel } from '../../../bench/liveness/head-model.ts';
import { type Performance, perform, replay } from '../../../bench/liveness/perform.ts';
import { seededRandom } from '../../../bench/liveness/random.ts';
import { headOf, openWatcher, type Watcher } from '../../../bench/liveness/scene.ts';
import { openFaceEngine } from '../engine.ts';
import { cropPicture } from '../picture-tools.ts';
import { modelsForTests, samplePhoto } from '../test-material.ts';
import type { Box } from '../types.ts';
import { beginChallenge, type ChallengeState, type LiveAction } from './challenge.ts';
import { createSeenFrames } from './seen-frames.ts';
import { stepChallenge } from './step-challenge.ts';
import { watchFrame } from './watch-frame.ts';

/** Two people of face-api's photographs, looking at the camera. */
const FIRST: Box = { x: 1040, y: 250, width: 400, height: 470 };
const SECOND: Box = { x: 1360, y: 190, width: 420, height: 480 };

let modelsDir: string;
let watcher: Watcher;
let first: HeadModel;
let second: HeadModel;

function challenge(actions: LiveAction[]): ChallengeState {
  return { ...beginChallenge({ random: seededRandom(3), nowMs: 0 }), actions };
}

beforeAll(async () => {
  modelsDir = await modelsForTests();
  watcher = await openWatcher(modelsDir);
  const heads = [FIRST, SECOND].map(async (box) => headOf(await cropPicture(samplePhoto(6), box), watcher));
  [first, second] = (await Promise.all(heads)) as [HeadModel, HeadModel];
}, 60_000);

afterAll(() => watcher.close());

describe('A17 B10 generated clips of a person', () => {
  let genuine: Performance;

  it('pass', async () => {
    const start = challenge(['turn_left', 'blink', 'open_mouth']);
    genuine = await perform(start, drawPerson(first, seededRandom(1)), watcher);
    expect(genuine.step.verdict).toBe('live');
  }, 30_000);

  it.each([
    [['turn_right', 'blink', 'open_mouth']],
    [['nod', 'turn_left', 'blink']],
    [['turn_left', 'nod', 'turn_right']],
    [['open_mouth', 'turn_left', 'blink']],
  ] as Array<[LiveAction[]]>)('recorded, do not pass another challenge: %s', (actions) => {
    expect(replay(challenge(actions), genuine.clip).verdict).not.toBe('live');
  });

  it('recorded, do not pass their own challenge again, because its frames are known', () => {
    const seen = createSeenFrames();
    seen.add(genuine.step.state.frameHashes);
    let step = stepChallenge(challenge(['turn_left', 'blink', 'open_mouth']), null, 0);
    for (const { sight, atMs } of genuine.clip) step = stepChallenge(step.state, sight, atMs, seen.has);
    expect(step.verdict).toEqual({ refused: 'replayed' });
  });

  it('do not pass when another face takes over', async () => {
    const [before, after] = [drawPerson(first, seededRandom(1)), drawPerson(second, seededRandom(1))];
    const swapped = {
      ...before,
      show: (moment: Parameters<typeof before.show>[0]) =>
        (moment.nowMs < 1_800 ? before : after).show(moment),
    };
    const { step } = await perform(challenge(['nod', 'turn_left', 'blink']), swapped, watcher);
    expect(step.verdict).toEqual({ refused: 'identity_changed' });
  }, 30_000);
});

describe('A17 B10 generated clips of a picture held before the camera', () => {
  it.each(['print', 'screen', 'cut_out'] as FlatSpecies[])(
    '%s is refused',
    async (species) => {
      const actor = drawFlatAttack(species, first, seededRandom(5));
      const { step } = await perform(challenge(['turn_left', 'blink', 'nod']), actor, watcher);
      expect(step.state.baseline).not.toBeNull();
      expect(step.verdict).toHaveProperty('refused');
    },
    30_000,
  );
});

it('the engine watches a frame in a worker, with and without a template', async () => {
  const engine = await openFaceEngine({ modelsDir, threadsPerWorker: 1 });
  try {
    const frame = await shoot(first.scene, drawCamera(seededRandom(1)));
    const watched = await engine.watch(frame, { template: true });
    const plain = await watchFrame(frame, watcher.nets, watcher.meshNet);
    if (!watched.ok || !plain.ok) throw new Error('The frame was refused.');
    expect(watched.value.face?.template).toHaveLength(1152);
    expect(plain.value.face?.template).toBeNull();
    expect(watched.value.face?.points).toEqual(plain.value.face?.points);
    expect(watched.value.frame).toEqual(plain.value.frame);
    expect(await engine.watch(new Uint8Array(3))).toEqual({ ok: false, refusal: 'not_an_image' });
  } finally {
    await engine.close();
  }
}, 30_000);
