import { expect, it } from 'vitest';
import { SESSION_SETTINGS } from './session-settings.ts';

const DEFAULT = { idleMinutes: 30, absoluteHours: 12 };

it.each([null, 'nonsense', { idleMinutes: 1e9, absoluteHours: 0 }, { idleMinutes: '30' }])(
  'the limits of sessions are the defaults where %j is stored: no mistake makes a session endless',
  (stored) => expect(SESSION_SETTINGS.read(stored)).toEqual(DEFAULT),
);

it.each([
  { idleMinutes: 4, absoluteHours: 12 },
  { idleMinutes: 30, absoluteHours: 169 },
  { idleMinutes: 30.5, absoluteHours: 12 },
  { idleMinutes: 121, absoluteHours: 2 },
])('limits of sessions beyond their bounds are refused: %j', (wanted) => {
  expect(() => SESSION_SETTINGS.demand!(wanted)).toThrow(expect.objectContaining({ code: 'bad_input' }));
  expect(() => SESSION_SETTINGS.demand!(DEFAULT)).not.toThrow();
});
