import { expect, test } from 'vitest';
import {
  fuseTemplate,
  meanTemplate,
  TEMPLATE_LENGTH,
  templateDistance,
  templateFromBytes,
  templateToBytes,
} from './template.ts';

const dlib = (seed: number) => Float32Array.from({ length: 128 }, (_, i) => Math.sin(i * 1.7 + seed));
const faceres = (seed: number) => Float32Array.from({ length: 1024 }, (_, i) => Math.cos(i * 0.9 + seed));
const template = (seed: number) => fuseTemplate([dlib(seed)], [faceres(seed)]);

function squaredLength(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}

test('a template is a unit vector of which dlib holds seven tenths', () => {
  expect(template(1)).toHaveLength(TEMPLATE_LENGTH);
  expect(squaredLength(template(1))).toBeCloseTo(1, 5);
  expect(squaredLength(template(1).subarray(0, 128))).toBeCloseTo(0.7, 5);
});

test('faceres counts by the square root, and nothing below zero', () => {
  const rest = template(1).subarray(128);
  expect(Math.min(...rest)).toBe(0);
  const activations = faceres(1);
  const positive = activations.findIndex((value) => value > 0.5);
  const other = activations.findIndex((value, i) => value > 0.5 && i > positive);
  expect(rest[positive]! / rest[other]!).toBeCloseTo(
    Math.sqrt(activations[positive]! / activations[other]!),
    4,
  );
});

test('the distance is 0 to itself, symmetric, and 1 where nothing is common', () => {
  expect(templateDistance(template(1), template(1))).toBeCloseTo(0, 5);
  expect(templateDistance(template(1), template(2))).toBe(templateDistance(template(2), template(1)));
  const one = new Float32Array(TEMPLATE_LENGTH);
  const two = new Float32Array(TEMPLATE_LENGTH);
  one[0] = 1;
  two[1] = 1;
  expect(templateDistance(one, two)).toBe(1);
});

test('vectors of another length are a fault, never a match', () => {
  expect(() => templateDistance(template(1), new Float32Array(128))).toThrow(RangeError);
  expect(() => meanTemplate([])).toThrow(RangeError);
});

test('the mean of several is a unit vector nearer to each than they are to one another', () => {
  const mean = meanTemplate([template(1), template(1.3)]);
  expect(squaredLength(mean)).toBeCloseTo(1, 5);
  expect(templateDistance(mean, template(1))).toBeLessThan(templateDistance(template(1), template(1.3)));
});

test('views weigh the same, however strong a net answered to each', () => {
  const strong = dlib(2).map((value) => value * 50);
  expect(
    templateDistance(
      fuseTemplate([dlib(1), strong], [faceres(1), faceres(2)]),
      fuseTemplate([dlib(1), dlib(2)], [faceres(1), faceres(2)]),
    ),
  ).toBeCloseTo(0, 5);
});

test('a stored template comes back bit by bit, also from an unaligned place', () => {
  const bytes = templateToBytes(template(3));
  expect(bytes).toHaveLength(4608);
  const shifted = new Uint8Array(4609);
  shifted.set(bytes, 1);
  expect(templateFromBytes(shifted.subarray(1))).toEqual(template(3));
  expect(() => templateFromBytes(bytes.subarray(3))).toThrow(RangeError);
  expect(() => templateFromBytes(bytes.subarray(4), TEMPLATE_LENGTH)).toThrow(RangeError);
});
