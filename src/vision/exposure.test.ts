import { expect, test } from 'vitest';
import { AS_SEEN, develop, exposureFor, greyOf, RAW_PIXELS } from './exposure.ts';

test('a face in a lit room is left as it is', () => {
  const grey = Float32Array.from({ length: 1000 }, (_, i) => (i / 1000) * 200);
  expect(exposureFor(grey)).toBe(AS_SEEN);
});

test('a dark face is stretched to its 99th percentile, so that one bright spot changes nothing (A6)', () => {
  const grey = Float32Array.from({ length: 1000 }, (_, i) => (i / 1000) * 40);
  grey[999] = 255;
  const exposure = exposureFor(grey);
  expect(exposure.gain).toBeGreaterThan(255 / 41);
  expect(exposure.gain).toBeLessThan(255 / 39);
});

test('blackness is survived', () => {
  expect(exposureFor(new Float32Array(100)).gain).toBe(255);
});

test('developing brightens, stops at white, and scales as the net wants it', () => {
  const planes = Float32Array.from({ length: 3 * 9 }, (_, i) => (i < 9 ? 10 : 200));
  develop(planes, 3, 0, { mean: [5, 5, 5], deviation: 10 }, { gain: 2, smooth: false });
  expect(planes[0]).toBeCloseTo(1.5, 5);
  expect(planes[9]).toBeCloseTo(25, 5);
});

test('smoothing spreads a spark over its neighbours and keeps its sum', () => {
  const planes = new Float32Array(3 * 25);
  planes[12] = 160;
  develop(planes, 5, 0, RAW_PIXELS, { gain: 1, smooth: true });
  expect(planes[12]).toBe(40);
  expect(planes[11]).toBe(20);
  expect(planes[6]).toBe(10);
});

test('grey weighs green most', () => {
  expect(greyOf(Float32Array.of(100, 0, 0), 1)[0]).toBeCloseTo(29.9, 3);
  expect(greyOf(Float32Array.of(0, 100, 0), 1)[0]).toBeCloseTo(58.7, 3);
});
