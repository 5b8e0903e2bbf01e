import { describe, expect, it } from 'vitest';
import { templateToBytes } from '../template.ts';
import { beginChallenge, type ChallengeState, type LiveAction, swapAction } from './challenge.ts';
import type { LiveSight } from './live-sight.ts';
import { createSeenFrames } from './seen-frames.ts';
import { type ChallengeStep, stepChallenge } from './step-challenge.ts';
import { type Pose, sightOf, templateOfPerson } from './synthetic-sight.ts';

const FRAME_MS = 100;

/** How each action looks, frame by frame; still frames follow. */
const MOVES: Record<LiveAction, Pose[]> = {
  turn_left: [5, 14, 24, 30, 30, 22, 12, 4, 0].map((yawDeg) => ({ yawDeg })),
  turn_right: [-5, -14, -24, -30, -30, -22, -12, -4, 0].map((yawDeg) => ({ yawDeg })),
  nod: [4, 11, 14, 14, 9, 3, 0].map((pitchDeg) => ({ pitchDeg })),
  blink: [0.7, 0.3, 0.3, 0.3, 0.8, 1].map((eyes) => ({ eyes })),
  open_mouth: [0.08, 0.2, 0.3, 0.25, 0.1, 0].map((mouth) => ({ mouth })),
};
const STILL: Pose = {};

function challenge(...actions: LiveAction[]): ChallengeState {
  const state = beginChallenge({ random: () => 0.5, nowMs: 0 });
  return { ...state, actions, pausesMs: actions.map(() => 300) };
}

interface Actor {
  /** What to do for an action; what the prompt says if not given. */
  does?: (asked: LiveAction, index: number) => Pose[];
  /** Changes every frame on its way. */
  alters?: (sight: LiveSight, frame: number, step: ChallengeStep) => LiveSight;
  frameMs?: number;
  /** Frames between the request and the movement. */
  delay?: number;
  wasSeen?: (hash: string) => boolean;
}

/** Goes through a challenge until there is a verdict. */
function perform(start: ChallengeState, actor: Actor = {}): ChallengeStep & { frames: number } {
  const { does = (asked) => MOVES[asked], alters = (sight) => sight, frameMs = FRAME_MS, delay = 3 } = actor;
  let step = stepChallenge(start, null, 0);
  let queue: Pose[] = [];
  let asked = -1;
  for (let frame = 1; frame < 1000; frame++) {
    const { state } = step;
    if (state.phase === 'act' && state.index !== asked) {
      asked = state.index;
      queue = [...Array.from({ length: delay }, () => STILL), ...does(state.actions[asked]!, asked)];
    }
    const sight = alters(sightOf(queue.shift() ?? STILL), frame, step);
    const nowMs = frame * frameMs;
    // What is kept between two frames must survive a store.
    const kept = JSON.parse(JSON.stringify(state)) as ChallengeState;
    step = stepChallenge(kept, sight, nowMs, actor.wasSeen);
    if (step.verdict) return { ...step, frames: frame };
  }
  throw new Error('The challenge never ended.');
}

describe('A17 B10 a live head', () => {
  const orders: LiveAction[][] = [
    ['turn_left', 'blink', 'nod'],
    ['turn_right', 'open_mouth', 'turn_left'],
    ['nod', 'turn_right', 'blink'],
    ['open_mouth', 'blink', 'turn_left'],
  ];
  it.each(orders.map((order) => [order.join(', '), order] as const))('passes: %s', (_, order) => {
    expect(perform(challenge(...order)).verdict).toBe('live');
  });

  it.each([70, 150])('passes at a frame every %i ms', (frameMs) => {
    expect(perform(challenge('turn_left', 'blink', 'nod'), { frameMs, delay: 4 }).verdict).toBe('live');
  });

  it('may blink, be lost for a moment and have somebody pass behind', () => {
    const alters = (sight: LiveSight, frame: number) => {
      if (frame % 17 === 0) return sightOf({ faces: 0 });
      if (frame % 13 === 0) return sightOf({ faces: 2 });
      return sight;
    };
    expect(perform(challenge('turn_left', 'open_mouth', 'nod'), { alters }).verdict).toBe('live');
  });

  it('is told what to do next, and how far it is', () => {
    const prompts: string[] = [];
    const progress: number[] = [];
    perform(challenge('turn_left', 'blink'), {
      alters: (sight, _, step) => {
        if (prompts.at(-1) !== step.prompt) prompts.push(step.prompt);
        progress.push(step.progress01);
        return sight;
      },
    });
    expect(prompts).toEqual(['look_straight', 'turn_left', 'look_straight', 'blink']);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
  });

  it('may ask for another action when it cannot do one', () => {
    let state = challenge('turn_left', 'blink', 'nod');
    let nowMs = 0;
    while (state.phase !== 'act') {
      nowMs += FRAME_MS;
      state = stepChallenge(state, sightOf(), nowMs).state;
    }
    const swapped = swapAction(state, () => 0, nowMs)!;
    expect(swapped.actions[0]).toBe('turn_right');
    expect(perform({ ...swapped, deadlineMs: 5000, pauseEndsAtMs: 0, lastFrame: null }).verdict).toBe('live');
  });
});

describe('A17 B10 another action than the asked one is refused', () => {
  const cases: Array<[asked: LiveAction, done: LiveAction]> = [
    ['turn_left', 'turn_right'],
    ['turn_right', 'turn_left'],
    ['turn_left', 'nod'],
    ['turn_left', 'open_mouth'],
    ['nod', 'turn_left'],
    ['nod', 'open_mouth'],
    ['blink', 'turn_right'],
    ['blink', 'open_mouth'],
    ['open_mouth', 'turn_left'],
  ];
  it.each(cases)('asked %s, did %s', (asked, done) => {
    const deep = MOVES[done].map(({ mouth, pitchDeg, ...pose }) => ({
      ...pose,
      mouth: (mouth ?? 0) * 2.2,
      pitchDeg: (pitchDeg ?? 0) * 1.6,
    }));
    const { verdict } = perform(challenge(asked, 'turn_left'), { does: () => deep });
    expect(verdict).toEqual({ refused: 'wrong_action' });
  });

  it.each([
    ['nod', 'blink'],
    ['blink', 'nod'],
    ['open_mouth', 'blink'],
    ['turn_left', 'blink'],
  ] as Array<[LiveAction, LiveAction]>)('asked %s, did %s: never passes', (asked, done) => {
    expect(perform(challenge(asked, 'turn_right'), { does: () => MOVES[done] }).verdict).not.toBe('live');
  });

  it('an action before anything was asked', () => {
    const alters = (sight: LiveSight, _: number, { state }: ChallengeStep) =>
      state.phase === 'rest' ? sightOf({ yawDeg: 28 }) : sight;
    expect(perform(challenge('turn_left', 'blink'), { alters }).verdict).toEqual({ refused: 'wrong_action' });
  });

  it('a recording of another challenge', () => {
    const recorded = [...MOVES.nod, STILL, STILL, STILL, ...MOVES.turn_right, STILL, STILL, ...MOVES.blink];
    const { verdict } = perform(challenge('turn_left', 'nod', 'open_mouth'), { does: () => recorded });
    expect(verdict).toEqual({ refused: 'wrong_action' });
  });
});

describe('A17 B10 a picture that is turned is refused', () => {
  it.each(['flat', 'well_imagined'] as const)('also when the net imagines its landmarks: %s', (picture) => {
    const alters = (sight: LiveSight) => ({
      ...sight,
      face: sightOf({ yawDeg: sight.face!.yawDeg, picture }).face,
    });
    expect(perform(challenge('turn_left', 'blink'), { alters }).verdict).toEqual({ refused: 'flat' });
  });
});

describe('A17 B10 one and the same face through the whole challenge', () => {
  const stranger = (sight: LiveSight): LiveSight => ({
    ...sight,
    face: sight.face && { ...sight.face, template: templateOfPerson(2) },
  });

  it.each(['rest', 'act'] as const)('a photograph slid in while the phase is %s', (phase) => {
    const alters = (sight: LiveSight, frame: number, { state }: ChallengeStep) =>
      state.phase === phase && frame > 6 ? stranger(sight) : sight;
    const { verdict } = perform(challenge('turn_left', 'nod'), { alters });
    expect(verdict).toEqual({ refused: 'identity_changed' });
  });

  it('one odd template is forgiven', () => {
    let odd = 0;
    const alters = (sight: LiveSight, _: number, { state }: ChallengeStep) =>
      state.phase === 'act' && odd++ === 4 ? stranger(sight) : sight;
    expect(perform(challenge('turn_left', 'nod'), { alters }).verdict).toBe('live');
  });

  it('nothing passes without templates', () => {
    const alters = (sight: LiveSight, _: number, { state }: ChallengeStep) =>
      state.phase === 'act' ? { ...sight, face: { ...sight.face!, template: null } } : sight;
    expect(perform(challenge('nod', 'turn_left'), { alters }).verdict).toEqual({ refused: 'timed_out' });
  });

  const claim = (person: number) => ({
    ...beginChallenge({
      random: () => 0.5,
      nowMs: 0,
      claimed: { template: templateToBytes(templateOfPerson(person)), maxDistance: 0.12 },
    }),
    actions: ['turn_left', 'nod'] as LiveAction[],
  });

  it('the claimed person passes', () => expect(perform(claim(1)).verdict).toBe('live'));
  it('somebody else does not', () =>
    expect(perform(claim(2)).verdict).toEqual({ refused: 'identity_changed' }));
});

describe('A17 B10 recordings and virtual cameras', () => {
  it('a frame that came before', () => {
    const first = sightOf({ exactHash: 'first' });
    const alters = (sight: LiveSight, frame: number) => (frame === 1 || frame === 20 ? first : sight);
    expect(perform(challenge('turn_left', 'nod'), { alters }).verdict).toEqual({ refused: 'replayed' });
  });

  it('a frame of an earlier challenge', () => {
    const seen = createSeenFrames();
    const hashes = Array.from({ length: 200 }, (_, i) => `hash ${i}`);
    const alters = (sight: LiveSight, frame: number) => ({
      ...sight,
      frame: { ...sight.frame, exactHash: hashes[frame]! },
    });
    const first = perform(challenge('turn_left', 'nod'), { alters, wasSeen: seen.has });
    expect(first.verdict).toBe('live');
    seen.add(first.state.frameHashes);
    const second = perform(challenge('turn_left', 'nod'), { alters, wasSeen: seen.has });
    expect(second.verdict).toEqual({ refused: 'replayed' });
  });

  it('the same frame twice in a row is a slow camera and says nothing', () => {
    let last: LiveSight | null = null;
    const alters = (sight: LiveSight, frame: number) => {
      const shown: LiveSight = frame % 2 === 0 && last ? last : sight;
      last = shown;
      return shown;
    };
    const slowly = (asked: LiveAction) => MOVES[asked].flatMap((pose) => [pose, pose]);
    expect(
      perform(challenge('turn_left', 'nod'), { alters, does: slowly, frameMs: 50, delay: 8 }).verdict,
    ).toBe('live');
  });

  it('a frozen picture and one without noise are noted', () => {
    const frozen = (noise: number) => {
      let state = challenge('turn_left', 'nod');
      let nowMs = 0;
      const look = (sight: LiveSight) => {
        nowMs += FRAME_MS;
        const step = stepChallenge(state, sight, nowMs);
        state = step.state;
        return step;
      };
      for (let i = 0; i < 12; i++) look(sightOf({ noise, pitchDeg: i % 2 ? 0 : 12 }));
      const last = sightOf({ noise });
      let step = look(last);
      for (let i = 0; i < 12; i++) step = look(last);
      return step;
    };
    expect(frozen(1.5)).toMatchObject({ verdict: null, state: { signals: [{ kind: 'frozen' }] } });
    expect(frozen(0).state.signals.map(({ kind }) => kind)).toEqual(['no_noise', 'frozen']);
  });

  it('two pictures instead of a movement, done too fast', () => {
    const does = () => [{ yawDeg: 26 }, { yawDeg: 26 }, { yawDeg: 26 }, STILL];
    const { verdict } = perform(challenge('turn_left', 'nod'), { does, delay: 0, frameMs: 40 });
    expect(verdict).toEqual({ refused: 'replayed' });
  });

  it('a clip without any noise is noted, but not refused for that alone', () => {
    const alters = (sight: LiveSight) => ({ ...sight, frame: { ...sight.frame, noise: 0 } });
    const { verdict, state } = perform(challenge('turn_left', 'nod'), { alters });
    expect(verdict).toBe('live');
    expect(state.signals.map(({ kind }) => kind)).toContain('no_noise');
  });

  it('time that runs backwards', () => {
    let state = challenge('turn_left', 'nod');
    state = stepChallenge(state, sightOf(), 1000).state;
    expect(stepChallenge(state, sightOf(), 900).verdict).toEqual({ refused: 'replayed' });
  });
});

describe('A17 a challenge that cannot go on', () => {
  it('a frame of another size', () => {
    const alters = (sight: LiveSight, frame: number) => (frame === 12 ? sightOf({ width: 1280 }) : sight);
    expect(perform(challenge('turn_left', 'nod'), { alters }).verdict).toEqual({ refused: 'camera_changed' });
  });

  it('nobody there', () => {
    const alters = () => sightOf({ faces: 0 });
    expect(perform(challenge('turn_left', 'nod'), { alters }).verdict).toEqual({ refused: 'timed_out' });
  });

  it('a face that goes away', () => {
    const alters = (sight: LiveSight, frame: number) => (frame > 14 ? sightOf({ faces: 0 }) : sight);
    expect(perform(challenge('turn_left', 'nod'), { alters }).verdict).toEqual({ refused: 'face_lost' });
  });

  it('a face that is suddenly elsewhere', () => {
    const elsewhere = { x: 0.7, y: 0.6, width: 0.2, height: 0.3 };
    const alters = (sight: LiveSight, frame: number) => (frame > 14 ? sightOf({ box: elsewhere }) : sight);
    expect(perform(challenge('turn_left', 'nod'), { alters }).verdict).toEqual({ refused: 'face_lost' });
  });

  it('two faces that stay', () => {
    const alters = (sight: LiveSight, frame: number) => (frame > 14 ? sightOf({ faces: 2 }) : sight);
    expect(perform(challenge('turn_left', 'nod'), { alters }).verdict).toEqual({ refused: 'several_faces' });
  });

  it.each(['turn_left', 'nod', 'blink', 'open_mouth'] as LiveAction[])('nothing done: %s', (action) => {
    const { verdict } = perform(challenge(action, 'turn_right'), { does: () => [] });
    expect(verdict).toEqual({ refused: 'timed_out' });
  });

  it('half done: a small turn, narrowed eyes, a smile', () => {
    const half: Pose[] = [{ yawDeg: 8 }, { yawDeg: 14 }, { yawDeg: 6 }, { eyes: 0.9 }, { mouth: 0.09 }, {}];
    for (const action of ['turn_left', 'blink', 'open_mouth'] as LiveAction[])
      expect(perform(challenge(action, 'turn_right'), { does: () => half }).verdict).toEqual({
        refused: 'timed_out',
      });
  });

  it('a blink nobody can help', () => {
    const short: Pose[] = [{ eyes: 0.3 }, { eyes: 0.3 }, {}, {}, {}, { eyes: 0.3 }, {}];
    const { verdict, state } = perform(challenge('blink', 'turn_right'), { does: () => short, frameMs: 80 });
    expect(verdict).toEqual({ refused: 'timed_out' });
    expect(state.index).toBe(0);
  });

  it('eyes that only look shut because the head moves', () => {
    const bowed = Array.from({ length: 4 }, () => ({ eyes: 0.5, pitchDeg: 8 }));
    const { verdict, state } = perform(challenge('blink', 'turn_right'), { does: () => [...bowed, STILL] });
    expect([verdict, state.index]).toEqual([{ refused: 'timed_out' }, 0]);
  });

  it('eyes that stay shut are no blink', () => {
    const shut = Array.from({ length: 25 }, () => ({ eyes: 0.3 }));
    expect(perform(challenge('blink', 'turn_right'), { does: () => shut }).verdict).not.toBe('live');
  });

  it('frames after the verdict change nothing, and time alone ends it', () => {
    const ended = stepChallenge(challenge('turn_left'), null, 10_000);
    expect(ended.verdict).toEqual({ refused: 'timed_out' });
    expect(stepChallenge(ended.state, sightOf(), 10_100).verdict).toEqual({ refused: 'timed_out' });
    const passed = perform(challenge('turn_left', 'nod'));
    expect(stepChallenge(passed.state, sightOf({ person: 2, width: 320 }), 999_999)).toMatchObject({
      verdict: 'live',
      state: passed.state,
    });
    const refused = perform(challenge('turn_left', 'nod'), { does: () => MOVES.turn_right });
    expect(stepChallenge(refused.state, sightOf(), 4000).verdict).toEqual({ refused: 'wrong_action' });
  });
});
