import { expect, it } from 'vitest';
import { FACE_SETTINGS } from './face-settings.ts';

it.each([null, { falseMatchRate: 0.5, learnFromSightings: 'no' }, 'nonsense', 7, []])(
  'A3 a face is asked for at 1:10 000, and sightings are learned from, where %j is stored: never looser',
  (stored) => {
    expect(FACE_SETTINGS.read(stored)).toEqual({ falseMatchRate: 1e-4, learnFromSightings: true });
  },
);

it('A3 what was chosen is read back', () => {
  const chosen = { falseMatchRate: 1e-5, learnFromSightings: false } as const;
  expect(FACE_SETTINGS.read(chosen)).toEqual(chosen);
});
