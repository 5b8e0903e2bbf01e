import { describe, expect, it } from 'vitest';
import type { AttemptId, PersonId } from '../kernel/index.ts';
import { createCaptures, type FrameEyes } from './captures.ts';
import { FRAMES, type FrameSight } from './face-capture.ts';
import type { FaceFactor } from './factors/face.ts';
import type { FactorAnswer } from './factors/factor.ts';
import { TRAITS } from './factors/traits.ts';
import type { LivenessCheck } from './liveness.ts';

const ID = 'attempt' as AttemptId;
const ADA = 'ada' as PersonId;
const NO_SCORE: FactorAnswer = { verdict: 'inconclusive' };

/** Frames are text: a quality such as `0.7`, `none` for no face, `broken` for no picture. */
const frame = (text: string) => new TextEncoder().encode(text);
const textOf = (jpeg: Uint8Array | null) => jpeg && new TextDecoder().decode(jpeg);

const eyes: FrameEyes = {
  async look(jpeg) {
    const text = textOf(jpeg)!;
    if (text === 'broken') return { ok: false, refusal: 'not_an_image' };
    const box = { x: 0.3, y: 0.3, width: 0.3, height: 0.3 };
    const face = { template: new Float32Array(4), quality01: Number(text), faults: [], box };
    const value: FrameSight = { faces: text === 'none' ? [] : [face], brightness01: 0.5 };
    return { ok: true, value };
  },
  photograph: async (jpeg) => jpeg,
};

function build(answer: FactorAnswer = NO_SCORE, check: Partial<LivenessCheck> = {}) {
  const face: FaceFactor = { ...TRAITS.face, verify: async () => answer };
  const begin: LivenessCheck['begin'] = () => ({
    look: async () => ({ ok: false, refusal: 'busy' }),
    swap: () => true,
    end: () => {},
  });
  return createCaptures(eyes, face, { begin, ...check });
}

const opened = (captures = build(), personId: PersonId | null = null, liveness = false) =>
  captures.open({ id: ID, personId, stepIndex: 0 }, liveness);

async function feed(capture: ReturnType<typeof opened>, ...texts: string[]) {
  const answers = [];
  for (const text of texts) answers.push(await capture.feed(frame(text)));
  return answers.at(-1)!;
}

describe('a capture', () => {
  it('says that a frame is no picture, and goes on', async () => {
    const capture = opened();
    expect(await feed(capture, 'broken')).toEqual({ kind: 'refused', refusal: 'not_an_image' });
    expect(capture.sawFace()).toBe(false);
    expect(await feed(capture, '0.5')).toMatchObject({ kind: 'guidance' });
    expect(capture.sawFace()).toBe(true);
  });

  it('looks at one frame at a time, however many come at once', async () => {
    const capture = opened(build({ verdict: 'match', personId: ADA, face: 'match' }));
    const answers = await Promise.all(Array.from({ length: 8 }, () => capture.feed(frame('0.5'))));
    expect(answers.every((one) => one.kind === 'guidance' && one.guidance === 'checking')).toBe(true);
    await feed(capture, '0.5');
    expect(await feed(capture, '0.5')).toMatchObject({ kind: 'decided' });
  });

  it.each([
    [null, 'unknown_credential'],
    [ADA, 'factor_mismatch'],
  ])('of whom nothing certain can be said (%s) gives up as %s', async (personId, reason) => {
    const capture = opened(build(), personId);
    const frames = Array<string>(FRAMES.toGiveUp).fill('0.5');
    expect(await feed(capture, ...frames.slice(1))).toMatchObject({ kind: 'guidance' });
    const answer = { verdict: 'no_match', personId, reason, face: 'uncertain' };
    expect(await feed(capture, '0.5')).toEqual({ kind: 'decided', answer });
  });

  it('has no photograph and no other movement before it saw anything', async () => {
    const capture = opened();
    expect(await capture.photograph()).toBeNull();
    expect(capture.matchedFrame()).toBeNull();
    expect(capture.swap()).toBe(false);
    expect(() => capture.end()).not.toThrow();
  });

  it('keeps the best frame, and of the frames that matched the sharpest', async () => {
    const capture = opened(build({ verdict: 'match', personId: ADA }));
    await feed(capture, 'none', '0.4', '0.9', '0.6');
    expect(textOf(await capture.photograph())).toBe('0.9');
    expect(textOf(capture.matchedFrame())).toBe('0.9');
  });

  it('passes on that a frame of a challenge could not be read, and refuses a face that does not live', async () => {
    const match: FactorAnswer = { verdict: 'match', personId: ADA };
    const unread = opened(build(match), ADA, true);
    expect(await feed(unread, '0.5', '0.5', '0.5')).toMatchObject({ guidance: 'look_straight' });
    expect(await feed(unread, '0.5')).toEqual({ kind: 'refused', refusal: 'busy' });
    const flat: LivenessCheck['begin'] = () => ({
      look: async () => ({
        ok: true,
        value: { guidance: 'checking', progress01: 0, faces: 1, box: null, verdict: { refused: 'flat' } },
      }),
      swap: () => true,
      end: () => {},
    });
    const seen = await feed(opened(build(match, { begin: flat }), ADA, true), '0.5', '0.5', '0.5', '0.6');
    const answer = { verdict: 'no_match', personId: ADA, reason: 'liveness_failed', liveness: 'flat' };
    expect(seen).toEqual({ kind: 'decided', answer });
  });
});

describe('what is remembered of the attempts under way', () => {
  const idOf = (n: number) => `attempt ${n}` as AttemptId;

  it('is one capture for each step, and none once it is closed', () => {
    const captures = build();
    const first = opened(captures);
    expect(opened(captures)).toBe(first);
    expect(captures.open({ id: ID, personId: ADA, stepIndex: 1 }, false)).not.toBe(first);
    captures.close(ID);
    expect(captures.find(ID)).toBeUndefined();
  });

  it('is the best frame of a step that asks for no face, whatever cannot be read', async () => {
    const captures = build();
    expect(await captures.photograph(ID)).toBeNull();
    for (const text of ['broken', 'none', '0.8', '0.2', 'none']) await captures.watch(ID, frame(text));
    expect(textOf(await captures.photograph(ID))).toBe('0.8');
  });

  it('never grows beyond five hundred: the oldest goes', async () => {
    const captures = build();
    for (let n = 0; n <= 500; n++) await captures.watch(idOf(n), frame('0.5'));
    expect(await captures.photograph(idOf(0))).toBeNull();
    expect(await captures.photograph(idOf(1))).not.toBeNull();
    expect(await captures.photograph(idOf(500))).not.toBeNull();
  });

  it('takes the same text for a new reading only long after', () => {
    const captures = build();
    const readings = [0, 3_999, 4_000].map((now) => captures.isNewCode(ID, 'code', now));
    expect(readings).toEqual([true, false, true]);
    expect(captures.isNewCode(ID, 'another', 4_001)).toBe(true);
  });
});
