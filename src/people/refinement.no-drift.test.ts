import { expect, it } from 'vitest';
import { comparedTemplates, judgeSighting, MOST_LEARNED, type OwnSample } from './refinement-gate.ts';

const DAY_MS = 86_400_000;
const DIMENSION = 32;
const MATCH_DISTANCE = 0.102;
const DAYS = 365;

/** A generator of its own: the same numbers every time. */
let state = 1;
const random = () => {
  state = (state * 1664525 + 1013904223) >>> 0;
  return state / 2 ** 32 - 0.5;
};
const unit = (vector: Float32Array) => {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
};
const blend = (a: Float32Array, b: Float32Array, share: number) =>
  unit(a.map((value, i) => value * (1 - share) + b[i]! * share));
const vector = () => unit(Float32Array.from({ length: DIMENSION }, random));
function distance(a: Float32Array, b: Float32Array): number {
  let dot = 0;
  for (let i = 0; i < DIMENSION; i++) dot += a[i]! * b[i]!;
  return 1 - dot;
}
function mean(all: Float32Array[]): Float32Array {
  const sum = new Float32Array(DIMENSION);
  for (const one of all) for (let i = 0; i < DIMENSION; i++) sum[i]! += one[i]!;
  return unit(sum);
}
const metric = { distance, mean };

/** A photograph of somebody: the face, and what light and pose add to it. */
const photo = (face: Float32Array) => blend(face, vector(), 0.12);

function people() {
  const ada = vector();
  const eve = blend(ada, vector(), 0.5);
  const enrolled = [1, 2, 3].map((): OwnSample => ({ kind: 'enrolment', template: photo(ada), takenAt: 0 }));
  return { ada, eve, enrolled, centre: mean(enrolled.map(({ template }) => template)) };
}

/** Every day a face that is a little more Eve's passes with Ada's password. `gate` says which samples are enrolled. */
function morph(eve: Float32Array, enrolled: OwnSample[], gate = (samples: OwnSample[]) => samples) {
  const centre = mean(enrolled.map(({ template }) => template));
  let learned: OwnSample[] = [];
  let taken = 0;
  let farthest = 0;
  for (let day = 1; day <= DAYS; day++) {
    const compared = () => mean(comparedTemplates([...enrolled, ...learned], mean));
    for (const template of [photo(blend(centre, eve, day / DAYS)), blend(compared(), eve, 0.2)]) {
      const samples = gate([...enrolled, ...learned]);
      const facts = { template, samples, nearestOther: null, matchDistance: MATCH_DISTANCE };
      if (judgeSighting({ ...facts, now: day * DAY_MS }, metric) !== 'learn') continue;
      learned = [...learned, { kind: 'refinement' as const, template, takenAt: day * DAY_MS }].slice(
        -MOST_LEARNED,
      );
      taken += 1;
    }
    farthest = Math.max(farthest, distance(centre, compared()));
  }
  return { taken, farthest, compared: mean(comparedTemplates([...enrolled, ...learned], mean)) };
}

/**
 * What is learned lies within 0.8 of the match distance of the enrolment mean, so within an angle α of it, and so does
 * its mean. With at most a third of the weight it moves the template by at most atan(sin α / (2 + cos α)).
 */
const cosine = 1 - 0.8 * MATCH_DISTANCE;
const BOUND = 1 - Math.cos(Math.atan(Math.sin(Math.acos(cosine)) / (2 + cosine)));

it('A21 a slow morph towards somebody else over a year moves the template by less than a tenth of the match distance', () => {
  expect(BOUND).toBeLessThan(MATCH_DISTANCE / 10);
  for (let round = 0; round < 2; round++) {
    const { eve, enrolled, centre } = people();
    expect(distance(centre, eve)).toBeGreaterThan(MATCH_DISTANCE * 1.5);
    const { taken, farthest, compared } = morph(eve, enrolled);
    expect(taken).toBeGreaterThanOrEqual(2);
    expect(farthest).toBeLessThanOrEqual(BOUND + 1e-6);
    expect(distance(compared, eve)).toBeGreaterThan(MATCH_DISTANCE);
  }
});

it('A21 the same morph would arrive, were the gate measured against what was learned', () => {
  const { eve, enrolled } = people();
  const drifting = (samples: OwnSample[]): OwnSample[] => {
    const latest = samples.filter(({ kind }) => kind === 'refinement').slice(-3);
    return latest.length < 3 ? samples : latest.map((one) => ({ ...one, kind: 'enrolment', takenAt: 0 }));
  };
  let own = enrolled;
  for (let year = 0; year < 3; year++) {
    const { compared } = morph(eve, own, drifting);
    own = [1, 2, 3].map(() => ({ kind: 'enrolment', template: compared, takenAt: 0 }));
  }
  const free = morph(eve, enrolled);
  const drifted = distance(mean(own.map(({ template }) => template)), eve);
  expect(drifted).toBeLessThan(distance(free.compared, eve) / 2);
});

it('A21 even the worst faces that the gate takes stay within the bound', () => {
  const { enrolled, centre } = people();
  for (let round = 0; round < 10; round++) {
    const direction = vector();
    const worst: OwnSample[] = [];
    for (let share = 0.6; share > 0 && worst.length < MOST_LEARNED; share -= 0.002) {
      const template = blend(centre, direction, share);
      const facts = { template, samples: enrolled, nearestOther: null, matchDistance: MATCH_DISTANCE };
      if (judgeSighting({ ...facts, now: DAY_MS }, metric) === 'learn')
        worst.push({ kind: 'refinement', template, takenAt: 0 });
    }
    expect(worst).toHaveLength(MOST_LEARNED);
    const compared = mean(comparedTemplates([...enrolled, ...worst], mean));
    expect(distance(centre, compared)).toBeLessThanOrEqual(BOUND + 1e-6);
  }
});
