import { describe, expect, it } from 'vitest';
import type { ImageResult } from '../types.ts';
import { createCrowdFollower } from './crowd-follower.ts';
import { createFaceTracker } from './face-tracker.ts';
import type { FollowedFrame } from './follow-frame.ts';
import { FRAME_LIMITS, faceAlong, galleryOf } from './synthetic-crowd.ts';

const ADA = faceAlong(0);
const look = {
  eyeDistancePx: 40,
  rollDeg: 0,
  turn: 0,
  sharpness: 0.1,
  brightness01: 0.5,
  faults: [],
  template: ADA,
};

/** An engine that answers when it is told to, so that frames can overtake each other. */
function openSlowEngine() {
  const waiting: ((result: ImageResult<FollowedFrame>) => void)[] = [];
  const frame = (x: number): ImageResult<FollowedFrame> => ({
    ok: true,
    value: {
      width: 640,
      height: 480,
      sightings: [
        { box: { x, y: 100, width: 80, height: 80 }, score01: 0.9, glimpse: ADA, shape: 'face', look },
      ],
      views: 1,
      elapsedMs: 1,
    },
  });
  return {
    follow: () => new Promise<ImageResult<FollowedFrame>>((resolve) => waiting.push(resolve)),
    answer: (index: number, x: number) => waiting[index]!(frame(x)),
    refuse: (index: number) => waiting[index]!({ ok: false, refusal: 'truncated' }),
    fail: (index: number) => waiting[index]!(Promise.reject(new Error('the engine is gone')) as never),
  };
}

function open() {
  const engine = openSlowEngine();
  const tracker = createFaceTracker<string>({ identify: galleryOf({ ada: ADA }), limits: FRAME_LIMITS });
  return { engine, follower: createCrowdFollower({ engine, tracker, framesInFlight: 2 }) };
}

const BYTES = new Uint8Array(1);
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('frames of a camera', () => {
  it('that overtake each other are answered in the order in which they were taken', async () => {
    const { engine, follower } = open();
    const order: number[] = [];
    const first = follower.push(BYTES, 0)!.then(() => order.push(0));
    const second = follower.push(BYTES, 100)!.then(() => order.push(1));
    await settled();
    engine.answer(1, 110);
    await settled();
    expect(order).toEqual([]);
    engine.answer(0, 100);
    await Promise.all([first, second]);
    expect(order).toEqual([0, 1]);
  });

  it('that come while enough are being looked at are dropped and counted, never kept', async () => {
    const { engine, follower } = open();
    const first = follower.push(BYTES, 0)!;
    const second = follower.push(BYTES, 100)!;
    expect(follower.push(BYTES, 200)).toBeNull();
    expect(follower.dropped).toBe(1);
    await settled();
    // Done, but not answered: a frame that hangs holds the others back.
    engine.answer(1, 110);
    await settled();
    expect(follower.push(BYTES, 300)).toBeNull();
    engine.answer(0, 100);
    await Promise.all([first, second]);
    expect(follower.push(BYTES, 400)).not.toBeNull();
  });

  it('that cannot be read are refused, those for which the engine fails reject, and the next are followed', async () => {
    const { engine, follower } = open();
    const unreadable = follower.push(BYTES, 0)!;
    await settled();
    engine.refuse(0);
    expect(await unreadable).toEqual({ ok: false, refusal: 'truncated' });
    const lost = follower.push(BYTES, 100)!;
    await settled();
    engine.fail(1);
    await expect(lost).rejects.toThrow('the engine is gone');
    for (const [i, atMs] of [200, 400, 600].entries()) {
      const answer = follower.push(BYTES, atMs)!;
      await settled();
      engine.answer(2 + i, 100);
      const faces = await answer;
      if (i === 2) expect(faces.ok && faces.faces[0]?.name.id).toBe('ada');
    }
  });
});
