import { describe, expect, it } from 'vitest';
import {
  comparedTemplates,
  judgeSighting,
  type Metric,
  type OwnSample,
  type SightingFacts,
} from './refinement-gate.ts';

const DAY_MS = 86_400_000;
const NOW = 100 * DAY_MS;
const at = (position: number) => Float32Array.of(position);

/** Templates are points on a line. */
const line: Metric = {
  distance: (a, b) => Math.abs(a[0]! - b[0]!),
  mean: (all) => at(all.reduce((sum, one) => sum + one[0]!, 0) / all.length),
};

const sample = (kind: OwnSample['kind'], position: number, takenAt = 0): OwnSample => ({
  kind,
  template: at(position),
  takenAt,
});
/** Their mean is at 0. */
const ENROLLED = [-0.04, 0, 0.04].map((position) => sample('enrolment', position));

function judge(position: number, change: Partial<SightingFacts> = {}, more: OwnSample[] = []) {
  const facts = { template: at(position), samples: [...ENROLLED, ...more], nearestOther: null };
  return judgeSighting({ ...facts, matchDistance: 0.1, now: NOW, ...change }, line);
}

describe('what may refine a template', () => {
  it('A21 is a face well inside of what matches, and new', () => {
    expect(judge(0.07)).toBe('learn');
    expect(judge(-0.075)).toBe('learn');
  });

  it('A21 is not a face that matches only just', () => {
    expect(judge(0.079)).toBe('learn');
    expect(judge(0.081)).toBe('too_far');
  });

  it('A21 is measured against the enrolment, whatever was learned since', () => {
    const learned = [0.07, 0.075, 0.079].map((position) => sample('refinement', position));
    expect(judge(0.09, {}, learned)).toBe('too_far');
  });

  it('A21 is nothing that is there already, enrolled or learned', () => {
    expect(judge(0.05)).toBe('nothing_new');
    expect(judge(0.07, {}, [sample('refinement', 0.075)])).toBe('nothing_new');
  });

  it('A21 is clearly nearer to this person than to anybody else', () => {
    expect(judge(0.07, { nearestOther: 0.12 })).toBe('learn');
    expect(judge(0.07, { nearestOther: 0.1 })).toBe('nearer_to_another');
  });

  it('A21 is not like an impostor', () => {
    expect(judge(0.07, {}, [sample('impostor', 0.2)])).toBe('learn');
    expect(judge(0.07, {}, [sample('impostor', 0.17)])).toBe('like_an_impostor');
  });

  it('A21 comes at most once a day', () => {
    const learned = (takenAt: number) => [sample('refinement', -0.07, takenAt)];
    expect(judge(0.07, {}, learned(NOW - DAY_MS + 1))).toBe('too_soon');
    expect(judge(0.07, {}, learned(NOW - DAY_MS))).toBe('learn');
  });

  it('A21 needs somebody who is enrolled', () => {
    expect(judge(0.07, { samples: ENROLLED.slice(0, 2) })).toBe('not_enrolled');
    expect(judge(0.07, { samples: [sample('refinement', 0)] })).toBe('not_enrolled');
  });
});

describe('what a face is compared with', () => {
  const mean = (samples: OwnSample[]) => line.mean(comparedTemplates(samples, line.mean))[0];
  const kinds = (enrolled: number, learned: number) => [
    ...Array.from({ length: enrolled }, () => sample('enrolment', 0)),
    ...Array.from({ length: learned }, () => sample('refinement', 1)),
  ];

  it('is the enrolment samples where nothing was learned, and nothing where nobody was enrolled', () => {
    expect(comparedTemplates(ENROLLED, line.mean)).toEqual(ENROLLED.map(({ template }) => template));
    expect(comparedTemplates(kinds(0, 3), line.mean)).toEqual([]);
  });

  it('never holds an impostor', () => {
    expect(mean([...ENROLLED, sample('impostor', 9)])).toBeCloseTo(0);
  });

  it.each([
    [3, 1, 1 / 4],
    [5, 1, 1 / 6],
    [5, 2, 1 / 4],
    [3, 5, 1 / 3],
    [1, 5, 1 / 3],
  ])('A21 of %i enrolled and %i learned the learned weigh %f, and never more than a third', (e, l, share) => {
    expect(mean(kinds(e, l))).toBeCloseTo(share);
    expect(mean(kinds(e, l))).toBeLessThanOrEqual(1 / 3 + 1e-6);
  });
});
