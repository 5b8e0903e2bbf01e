import { expect, test } from 'vitest';
import { squareAround } from './affine.ts';
import { ImagePyramid, meanGrey01, type PixelImage } from './pixel-image.ts';
import { mirrorPlanes, sampleSquare } from './sample-square.ts';

/** Red rises to the right, green downwards, blue is constant. */
function ramp(width: number, height: number): PixelImage {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data.set([x, y, 77], (y * width + x) * 3);
  }
  return { data, width, height };
}

const RAMP = new ImagePyramid(ramp(200, 120));

function sample(centre: [number, number], sidePx: number, angleRad: number, size: number): Float32Array {
  const planes = new Float32Array(3 * size * size);
  sampleSquare(RAMP, squareAround(centre, sidePx, angleRad, size), size, planes);
  return planes;
}

test('a square of the picture itself comes out pixel by pixel, in planes', () => {
  const planes = sample([25, 35], 10, 0, 10);
  expect([...planes.subarray(0, 10)]).toEqual([20, 21, 22, 23, 24, 25, 26, 27, 28, 29]);
  expect(planes[100]).toBe(30);
  expect(planes[190]).toBe(39);
  expect(planes[200]).toBe(77);
});

test('shrinking averages every pixel instead of leaving some out', () => {
  const planes = sample([50, 50], 64, 0, 4);
  // Middles of the four columns of 16 pixels: 18 + 7.5, and so on; halving rounds up by a fraction.
  for (const [i, expected] of [25.5, 41.5, 57.5, 73.5].entries()) {
    expect(Math.abs(planes[i]! - expected)).toBeLessThan(1);
  }
});

test('a quarter turn exchanges rows and columns', () => {
  const planes = sample([60, 60], 10, Math.PI / 2, 10);
  expect(planes[0]).toBeCloseTo(64, 3);
  expect(planes[9]).toBeCloseTo(64, 3);
  expect(planes[90]).toBeCloseTo(55, 3);
});

test('a mirrored picture has left and right exchanged in every plane and every row', () => {
  const planes = sample([25, 35], 10, 0, 10);
  mirrorPlanes(planes, 10);
  expect([...planes.subarray(10, 20)]).toEqual([29, 28, 27, 26, 25, 24, 23, 22, 21, 20]);
  expect(planes[190]).toBe(39);
});

test('what lies beyond the picture is black', () => {
  const planes = sample([0, 0], 20, 0, 20);
  expect(planes[2 * 400]).toBe(0);
  expect(planes[2 * 400 + 399]).toBe(77);
});

test('the mean grey of a box leaves out what is beyond the picture', () => {
  const white = { data: new Uint8Array(300).fill(255), width: 10, height: 10 };
  expect(meanGrey01(white)).toBeCloseTo(1, 5);
  expect(meanGrey01(white, { x: -5, y: -5, width: 10, height: 10 })).toBeCloseTo(1, 5);
});
