import { expect, it } from 'vitest';
import { createSeenFrames } from './seen-frames.ts';

it('A17 remembers the frames of finished challenges', () => {
  const seen = createSeenFrames();
  seen.add(['a', 'b']);
  expect([seen.has('a'), seen.has('b'), seen.has('c')]).toEqual([true, true, false]);
});

it('keeps to its limit and forgets the oldest first', () => {
  const seen = createSeenFrames(3);
  seen.add(['a', 'b', 'c']);
  seen.add(['a', 'd']);
  expect(seen.size).toBe(3);
  expect(['a', 'b', 'c', 'd'].map((hash) => seen.has(hash))).toEqual([true, false, true, true]);
});
