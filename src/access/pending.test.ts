import { expect, it } from 'vitest';
import { createPending } from './pending.ts';

function build(most?: number) {
  const clock = { time: 1000, now: () => clock.time };
  return { clock, pending: createPending<string, string>(clock, 60, most) };
}

it('what was begun is there until it runs out, is ended or is begun anew', () => {
  const { clock, pending } = build();
  expect(pending.begin('ada', 'first')).toBe(1060);
  clock.time = 1059;
  expect(pending.find('ada')).toBe('first');
  clock.time = 1060;
  expect(pending.find('ada')).toBeNull();
  pending.begin('ada', 'second');
  expect(pending.find('ada')).toBe('second');
  pending.end('ada');
  expect(pending.find('ada')).toBeNull();
});

it('above the most there may be, the one begun longest ago goes', () => {
  const { pending } = build(2);
  for (const key of ['ada', 'bob']) pending.begin(key, key);
  pending.begin('ada', 'anew');
  pending.begin('eve', 'eve');
  expect(['ada', 'bob', 'eve'].map((key) => pending.find(key))).toEqual(['anew', null, 'eve']);
});
