import { expect, test } from 'vitest';
import { refusedShareAt, thresholdFor } from './thresholds.ts';

test('a stricter rate asks for a smaller distance (A3)', () => {
  expect(thresholdFor(0.01, 'verify')).toBeGreaterThan(thresholdFor(0.001, 'verify'));
  expect(thresholdFor(0.001, 'verify')).toBe(0.12);
  expect(thresholdFor(0.0001, 'verify')).toBe(0.102);
});

test('among more people the same rate asks for a smaller distance (D3)', () => {
  const distances = [1, 10, 100, 1000].map((galleryN) => thresholdFor(0.001, 'identify', galleryN));
  expect(distances).toEqual(distances.toSorted((a, b) => b - a));
  expect(new Set(distances).size).toBe(distances.length);
  expect(distances[1]).toBeCloseTo(thresholdFor(0.0001, 'verify'), 10);
  expect(thresholdFor(0.001, 'identify', 0)).toBe(thresholdFor(0.001, 'verify'));
});

test('the gallery of 73 that was measured lies between the figures measured for it', () => {
  // FPIR 1.0 % at 0.105.
  expect(thresholdFor(0.01, 'identify', 73)).toBeCloseTo(0.105, 2);
});

test('the share of right faces that a rate refuses is the one measured at its shipped distance, and grows with strictness', () => {
  const shares = [0.001, 0.0001, 0.00001].map((rate) => refusedShareAt(rate)!);
  expect(shares.every((share) => share > 0 && share < 0.1)).toBe(true);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(new Set(shares).size).toBe(3);
  expect(refusedShareAt(0.5)).toBeNull();
});
