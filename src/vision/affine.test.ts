import { expect, test } from 'vitest';
import {
  affineAngleRad,
  affineScale,
  fitSimilarity,
  mapPoint,
  mirrored,
  type Point,
  squareAround,
  widened,
} from './affine.ts';

const close = (point: Point, expected: Point) => {
  expect(point[0]).toBeCloseTo(expected[0], 6);
  expect(point[1]).toBeCloseTo(expected[1], 6);
};

test('a similarity is found again from the points it moved', () => {
  const from: Point[] = [
    [0, 0],
    [10, 2],
    [3, 8],
    [-4, 5],
  ];
  const angle = 0.7;
  const move = ([x, y]: Point): Point => [
    2.5 * (x * Math.cos(angle) - y * Math.sin(angle)) + 30,
    2.5 * (x * Math.sin(angle) + y * Math.cos(angle)) - 11,
  ];
  const map = fitSimilarity(from, from.map(move));
  for (const point of from) close(mapPoint(map, point), move(point));
  expect(affineScale(map)).toBeCloseTo(2.5, 6);
  expect(affineAngleRad(map)).toBeCloseTo(angle, 6);
});

test('a square about a centre has its middle there and its corners where the side ends', () => {
  const map = squareAround([50, 40], 20, 0, 10);
  close(mapPoint(map, [4.5, 4.5]), [49.5, 39.5]);
  // The outer edge of the first pixel lies half a pixel before its centre.
  close(mapPoint(map, [-0.5, -0.5]), [39.5, 29.5]);
});

test('the mirror image shows the same square with left and right exchanged', () => {
  const map = squareAround([50, 40], 20, 0.3, 10);
  close(mapPoint(mirrored(map, 10), [0, 3]), mapPoint(map, [9, 3]));
});

test('a widened view keeps the centre and shows more', () => {
  const map = squareAround([50, 40], 30, 0.2, 150);
  const wide = widened(map, 150, 1.2, 224);
  close(mapPoint(wide, [111.5, 111.5]), mapPoint(map, [74.5, 74.5]));
  expect(affineScale(wide) * 224).toBeCloseTo(36, 6);
});
