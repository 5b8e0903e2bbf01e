import { expect, test } from 'vitest';
import {
  barAt,
  bootstrap,
  ComparisonList,
  countWithin,
  equalErrorRate,
  type Scores,
  tarAt,
} from '../../bench/faces/rates.ts';
import { scoreMeans, scoreOpenSet, scorePairs } from '../../bench/faces/rates-scores.ts';
import type { FaceSets } from '../../bench/faces/sets.ts';
import { parsePairs, placePairs } from '../../bench/faces/sets-pairs.ts';
import { CALIBRATION } from './calibration.ts';
import { thresholdFor } from './thresholds.ts';

const MISSED = Number.POSITIVE_INFINITY;

/** Genuine pairs of person i, impostor pairs of person i and the next. */
function scoresOf(genuine: readonly number[], impostor: readonly number[]): Scores {
  const people = genuine.length;
  const [own, others] = [new ComparisonList(), new ComparisonList()];
  for (const [i, distance] of genuine.entries()) own.add(distance, i, i);
  for (const [i, distance] of impostor.entries()) others.add(distance, i % people, (i + 1) % people);
  return { people, genuine: own.sorted(), impostor: others.sorted() };
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

test('true accepts at a rate count up to the impostor pair that must be refused', () => {
  const scores = scoresOf([0.5, 9.5, 10.5, 50], upTo(1000));
  expect(barAt(scores.impostor, 0.01)).toBe(11);
  expect(tarAt(scores, 0.01)).toBe(0.75);
  expect(tarAt(scores, 0.001)).toBe(0.25);
  expect(tarAt(scores, 0.0001)).toBe(0.25);
});

test('impostor pairs at one distance are accepted together or not at all', () => {
  const scores = scoresOf([1], [2, 2, 2, 3]);
  expect(barAt(scores.impostor, 0.25)).toBe(2);
  expect(tarAt(scores, 0.25)).toBe(1);
  expect(countWithin(scores.impostor, 2)).toBe(3);
});

test('both rates are equal where the distances cross', () => {
  expect(equalErrorRate(scoresOf([1, 2, 3, 4], [5, 6, 7, 8]))).toBe(0);
  expect(equalErrorRate(scoresOf([1, 2, 3, 6], [4, 7, 8, 9]))).toBe(0.25);
  expect(equalErrorRate(scoresOf([5, 6], [1, 2]))).toBe(1);
});

test('a missed face refuses the genuine pair and accepts no impostor', () => {
  const scores = scoresOf([1, 1, 1, MISSED], [...upTo(9).map((i) => i + 1), MISSED]);
  expect(tarAt(scores, 0.01)).toBe(0.75);
  expect(tarAt(scores, 1)).toBe(0.75);
  expect(equalErrorRate(scores)).toBe(0.25);
});

test('the intervals hold the figure and are the same for the same seed', () => {
  const scores = scoresOf([0.5, 1, 2, 30, 1, 1, 40, 2], upTo(200));
  const figures = { tar: (drawn: Scores, weights: Float64Array) => tarAt(drawn, 0.05, weights) };
  const first = bootstrap(scores, figures, { seed: 7, resamples: 200 }).tar;
  expect(bootstrap(scores, figures, { seed: 7, resamples: 200 }).tar).toEqual(first);
  expect(bootstrap(scores, figures, { seed: 8, resamples: 200 }).tar).not.toEqual(first);
  expect(first[0]).toBeLessThan(0.75);
  expect(first[1]).toBeGreaterThan(0.75);
});

const AXES = upTo(4).map((axis) => Float32Array.from({ length: 4 }, (_, i) => Number(i === axis - 1)));
const cosine = {
  distance: (a: Float32Array, b: Float32Array) => 1 - a.reduce((sum, value, i) => sum + value * b[i]!, 0),
  mean: (all: readonly Float32Array[]) => all[0]!,
};

test('all pairs, means of three, and the search of the open set count what they should', () => {
  const people = Int32Array.from([0, 0, 0, 0, 1, 1, 2]);
  const descriptors = [...Array(3).fill(AXES[0]), null, AXES[1], AXES[1], AXES[2]] as (Float32Array | null)[];
  const input = { people, references: descriptors, probes: descriptors, metric: cosine };
  const pairs = scorePairs(input);
  expect([...pairs.genuine.distance]).toEqual([0, 0, 0, 0, MISSED, MISSED, MISSED]);
  expect(pairs.impostor.distance.length).toBe(14);
  const means = scoreMeans(input);
  expect([...means.genuine.distance]).toEqual([MISSED]);
  expect(means.impostor.distance.length).toBe(3);
  const openSet = scoreOpenSet(input);
  expect(openSet.enrolled).toBe(2);
  expect([...openSet.mates]).toEqual([0, MISSED]);
  expect([...openSet.strangers]).toEqual([1, 1, MISSED]);
});

test('a file of pairs is read in our form and in that of LFW', () => {
  expect(parsePairs('a,b,same\nx/1.jpg,x/2.jpg,1\nx/1.jpg, y/1.jpg ,0\n')).toEqual([
    { a: 'x/1.jpg', b: 'x/2.jpg', same: true },
    { a: 'x/1.jpg', b: 'y/1.jpg', same: false },
  ]);
  expect(parsePairs('10\t300\nAnn_Lee\t1\t4\nAnn_Lee\t2\tBo\t13\r\n')).toEqual([
    { a: 'Ann_Lee/Ann_Lee_0001.jpg', b: 'Ann_Lee/Ann_Lee_0004.jpg', same: true },
    { a: 'Ann_Lee/Ann_Lee_0002.jpg', b: 'Bo/Bo_0013.jpg', same: false },
  ]);
  expect(() => parsePairs('x/1.jpg,x/2.jpg,perhaps')).toThrow('Line 1');
  expect(() => parsePairs('300\nAnn 1')).toThrow('Line 2');
  expect(() => parsePairs('\n')).toThrow('empty');
});

test('pairs of copies and of absent photographs are left out and told', () => {
  const photos = ['x/1.jpg', 'x/2.jpg', 'y/1.jpg'].map((path) => ({ path, person: path[0]!, set: '' }));
  const sets: FaceSets = {
    folder: '',
    photos,
    duplicates: new Map([['x/3.jpg', 'x/1.jpg']]),
    unreadable: [],
  };
  const named = parsePairs('x/3.jpg,x/2.jpg,1\nx/1.jpg,x/3.jpg,1\nx/1.jpg,y/1.jpg,0\nx/1.jpg,z/1.jpg,0');
  const { pairs, identical, absent } = placePairs(named, sets);
  expect(pairs).toEqual([
    { a: 0, b: 1, same: true },
    { a: 0, b: 2, same: false },
  ]);
  expect(identical).toBe(1);
  expect(absent.map(({ b }) => b)).toEqual(['z/1.jpg']);
  expect(() => placePairs(named.slice(0, 1), sets)).toThrow('both');
});

test('the shipped thresholds come from the table and are never laxer than what was measured', () => {
  for (const [i, [fmr, distance]] of CALIBRATION.shipped.entries()) {
    expect(distance).toBeLessThanOrEqual(CALIBRATION.meanOf3.rows[i]!.distance);
    if (fmr === 0.01 || fmr === 0.001 || fmr === 0.0001) {
      expect(thresholdFor(fmr, 'verify')).toBe(distance);
    }
  }
});
