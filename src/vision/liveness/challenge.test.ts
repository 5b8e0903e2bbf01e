import { describe, expect, it } from 'vitest';
import { beginChallenge, type ChallengeState, isTurn, LIVE_ACTIONS, swapAction } from './challenge.ts';

/** The same numbers on every run (xorshift). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4294967296;
  };
}

describe('drawing a challenge', () => {
  const random = numbers(7);
  const drawn = Array.from({ length: 4000 }, () => beginChallenge({ random, nowMs: 0 }).actions);

  it('always asks for a turn, because the plane test needs one', () => {
    expect(drawn.every((actions) => actions.some(isTurn))).toBe(true);
  });

  it('never asks for the same action twice in a row', () => {
    expect(drawn.every((actions) => actions.every((action, i) => action !== actions[i - 1]))).toBe(true);
  });

  it('draws each of the 68 possible orders about equally often, so that no recording fits often', () => {
    const counts = new Map<string, number>();
    for (const actions of drawn) counts.set(actions.join(), (counts.get(actions.join()) ?? 0) + 1);
    expect(counts.size).toBe(68);
    expect(Math.max(...counts.values())).toBeLessThan((3 * 4000) / 68);
  });

  it('is plain data', () => {
    const state = beginChallenge({ random, nowMs: 0 });
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
  });
});

describe('asking for another action', () => {
  const asking = (actions: ChallengeState['actions'], index: number): ChallengeState => ({
    ...beginChallenge({ random: numbers(3), nowMs: 0 }),
    actions,
    index,
    phase: 'act',
    deadlineMs: 5000,
  });

  it('gives another one, once', () => {
    const swapped = swapAction(asking(['turn_left', 'nod', 'blink'], 1), numbers(1), 100)!;
    expect(['turn_right', 'open_mouth']).toContain(swapped.actions[1]);
    expect(swapAction({ ...swapped, phase: 'act' }, numbers(1), 200)).toBeNull();
  });

  it('keeps a turn in the challenge', () => {
    for (const drawn of [0, 0.3, 0.6, 0.99]) {
      const swapped = swapAction(asking(['nod', 'turn_left', 'blink'], 1), () => drawn, 100)!;
      expect(swapped.actions[1]).toBe('turn_right');
    }
  });

  it('never gives the same action twice in a row', () => {
    for (const drawn of [0, 0.3, 0.6, 0.99]) {
      const swapped = swapAction(asking(['nod', 'blink', 'turn_left'], 1), () => drawn, 100)!;
      expect(['open_mouth', 'turn_right']).toContain(swapped.actions[1]);
    }
  });

  it('is refused when the time is over and while nothing is asked for', () => {
    const state = asking(['turn_left', 'nod', 'blink'], 1);
    expect(swapAction(state, numbers(1), state.deadlineMs)).toBeNull();
    expect(swapAction({ ...state, phase: 'rest' }, numbers(1), 100)).toBeNull();
  });

  it('knows five actions', () => expect(LIVE_ACTIONS).toHaveLength(5));
});
