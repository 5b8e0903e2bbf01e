import type { SampleKind } from './repositories.ts';
import { SAMPLES } from './samples.ts';

/** At most so many are kept; the oldest goes. */
export const MOST_LEARNED = 5;
const DAY_MS = 86_400_000;

/** All shares are of the distance up to which a face matches. */
const GATE = {
  /** A sighting may be so far from the mean of the enrolment samples: well inside of what matches. */
  within: 0.8,
  /** Nearer than this to a sample that is there already, it teaches nothing. */
  newBeyond: 0.25,
  /** Everybody else, and every impostor, must be so much farther away. */
  clearlyNearer: 0.4,
} as const;

export type RefinementVerdict =
  | 'learn'
  | 'not_enrolled'
  | 'too_soon'
  | 'like_an_impostor'
  | 'too_far'
  | 'nearer_to_another'
  | 'nothing_new';

export interface OwnSample {
  kind: SampleKind;
  template: Float32Array;
  takenAt: number;
}

export interface Metric {
  distance(a: Float32Array, b: Float32Array): number;
  mean(templates: Float32Array[]): Float32Array;
}

export interface SightingFacts {
  template: Float32Array;
  /** The person's samples of this variant, of all kinds. */
  samples: OwnSample[];
  /** Distance from the sighting to whoever else is nearest; null when there is nobody else. */
  nearestOther: number | null;
  /** The distance up to which a face matches. */
  matchDistance: number;
  now: number;
}

/**
 * Whether a sighting may refine a person's template. Pure. It is measured against the *enrolment* samples only, never
 * against what was learned before: so what was learned cannot open the way for what comes after it.
 */
export function judgeSighting(facts: SightingFacts, { distance, mean }: Metric): RefinementVerdict {
  const { template, samples, nearestOther, matchDistance, now } = facts;
  const of = (kind: SampleKind) => samples.filter((sample) => sample.kind === kind);
  const [enrolled, learned, impostors] = [of('enrolment'), of('refinement'), of('impostor')];
  if (enrolled.length < SAMPLES.least) return 'not_enrolled';
  if (learned.some(({ takenAt }) => now - takenAt < DAY_MS)) return 'too_soon';
  const own = distance(mean(enrolled.map((sample) => sample.template)), template);
  const clear = own + GATE.clearlyNearer * matchDistance;
  if (impostors.some((impostor) => distance(impostor.template, template) < clear)) return 'like_an_impostor';
  if (own > GATE.within * matchDistance) return 'too_far';
  if (nearestOther !== null && nearestOther < clear) return 'nearer_to_another';
  const known = [...enrolled, ...learned];
  if (known.some((sample) => distance(sample.template, template) < GATE.newBeyond * matchDistance))
    return 'nothing_new';
  return 'learn';
}

/**
 * The templates whose mean a face is compared with: the enrolment samples, and what was learned with at most a third of
 * the weight. Nothing when nothing was enrolled.
 */
export function comparedTemplates(
  samples: readonly Pick<OwnSample, 'kind' | 'template'>[],
  mean: Metric['mean'],
): Float32Array[] {
  const of = (kind: SampleKind) =>
    samples.filter((sample) => sample.kind === kind).map((one) => one.template);
  const [enrolled, learned] = [of('enrolment'), of('refinement')];
  if (enrolled.length === 0 || learned.length === 0) return enrolled;
  const shares = Math.max(2, Math.ceil(enrolled.length / learned.length));
  return [...Array<Float32Array>(shares).fill(mean(enrolled)), mean(learned)];
}
