import { describe, expect, it } from 'vitest';
import type { PersonId } from '../kernel/index.ts';
import { calibrate, peopleNeeded } from './look-alikes.ts';
import { errorShare } from './look-alikes-interval.ts';
import type { SampleKind, StoredTemplate } from './repositories.ts';

describe('an exact interval', () => {
  // R: binom.test(k, n)$conf.int
  it.each([
    [0, 100, 0, 0.0362167],
    [5, 50, 0.0332751, 0.2181354],
    [1, 10, 0.0025286, 0.4450161],
    [10, 10, 0.6915029, 1],
    [3, 30_000, 0.00002062, 0.00029222],
  ])('of %i errors in %i is %f to %f', (errors, of, low, high) => {
    const found = errorShare(errors, of);
    expect(found.low).toBeCloseTo(low, 6);
    expect(found.high).toBeCloseTo(high, 6);
  });

  it('of nothing is everything', () => {
    expect(errorShare(0, 0)).toEqual({ errors: 0, comparisons: 0, share: null, low: 0, high: 1 });
  });
});

const at = (position: number) => Float32Array.of(position);
const metric = {
  distance: (a: Float32Array, b: Float32Array) => Math.abs(a[0]! - b[0]!),
  mean: (all: Float32Array[]) => at(all.reduce((sum, one) => sum + one[0]!, 0) / all.length),
};
const of = (id: string, positions: number[], kind: SampleKind = 'enrolment'): StoredTemplate[] =>
  positions.map((position) => ({ personId: id as PersonId, kind, template: at(position) }));

const measure = (...templates: StoredTemplate[][]) =>
  calibrate({
    templates: templates.flat(),
    metric,
    targets: [
      { falseMatchRate: 1e-3, threshold: 0.12 },
      { falseMatchRate: 1e-4, threshold: 0.1 },
    ],
    lookAlikeWithin: 0.12,
  });

describe('a calibration among the people of a site', () => {
  it('A3 compares each sample with the person’s others, and with everybody else', () => {
    const { people, samples, rates } = measure(of('ada', [0, 0, 0.24]), of('bob', [1, 1.05]));
    expect([people, samples]).toEqual([2, 5]);
    // Ada: 0 to 0.12 twice, 0.24 to 0; Bob: 0.05 twice. All five against the other’s mean, none near.
    expect(rates[1]).toMatchObject({
      falseRefusals: { errors: 3, comparisons: 5 },
      falseMatches: { errors: 0, comparisons: 5 },
      enough: false,
    });
  });

  it('A3 counts strangers who would be taken for somebody, at each threshold', () => {
    const { rates, lookAlikes } = measure(of('ada', [0, 0, 0]), of('eve', [0.11, 0.11]), of('bob', [9, 9]));
    expect(rates.map(({ falseMatches }) => falseMatches.errors)).toEqual([5, 0]);
    expect(lookAlikes).toEqual([{ people: ['ada', 'eve'], distance: expect.closeTo(0.11, 5) }]);
  });

  it('names each pair once, the nearest first', () => {
    const { lookAlikes } = measure(of('ada', [0]), of('eve', [0.1]), of('bob', [0.15]));
    expect(lookAlikes.map(({ people }) => people)).toEqual([
      ['eve', 'bob'],
      ['ada', 'eve'],
    ]);
  });

  it('A21 compares with what was learned too, and never with an impostor', () => {
    const learned = measure(of('ada', [0]), of('ada', [0.3], 'refinement'), of('bob', [0.2]));
    expect(learned.lookAlikes).toHaveLength(1);
    expect(measure(of('ada', [0]), of('ada', [0.3], 'impostor'), of('bob', [0.3])).lookAlikes).toEqual([]);
  });

  it('A3 says that there is enough to see a rate only with strangers and right faces enough', () => {
    const people = (count: number, samples: number[]) =>
      Array.from({ length: count }, (_, n) =>
        of(
          `p${n}`,
          samples.map((offset) => n + offset),
        ),
      );
    const seen = (...templates: StoredTemplate[][]) => measure(...templates).rates[0]!;
    // 40 people with two samples are 3120 strangers' comparisons and 80 right faces; 56 with one are 3080 and none.
    expect(seen(...people(40, [0, 0.01]))).toMatchObject({ enough: true });
    expect(seen(...people(56, [0]))).toMatchObject({ enough: false, falseRefusals: { comparisons: 0 } });
  });

  it('A21 leaves out whoever has no enrolment sample', () => {
    expect(measure(of('ada', [0], 'refinement'), of('bob', [0]))).toMatchObject({ people: 1, samples: 1 });
  });

  it('says nothing of nobody', () => {
    expect(measure()).toMatchObject({ people: 0, samples: 0, lookAlikes: [] });
  });

  it('knows how many people it takes to see a rate', () => {
    const many = peopleNeeded(1e-4, 5);
    expect(many * (many - 1) * 5).toBeGreaterThanOrEqual(30_000);
    expect((many - 1) * (many - 2) * 5).toBeLessThan(30_000);
  });
});
