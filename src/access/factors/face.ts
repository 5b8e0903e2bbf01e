import type { FaceOutcome, PersonId } from '../../kernel/index.ts';
import type { Factor, FactorAnswer } from './factor.ts';

/** Templates of the latest usable frames, oldest first. */
export interface FaceInput {
  templates: Float32Array[];
}

export interface FaceMatcher {
  /** 0 = the same; the metric of the model that made both. */
  distance(a: Float32Array, b: Float32Array): number;
  mean(templates: Float32Array[]): Float32Array;
  /** Distance below which strangers match with about this rate; `galleryN` people for 1:N. */
  threshold(falseMatchRate: number, galleryN: number): number;
}

export interface FaceSource {
  /** Templates of one person, of the model in use; empty when none. */
  templatesOf(personId: PersonId): Promise<Float32Array[]>;
  /** Templates of all active people. */
  gallery(): Promise<{ personId: PersonId; template: Float32Array }[]>;
}

/** FMR ≤ 1:10 000 where a face counts as a factor (CONVENTIONS, “Numbers”); up to 1:1 000 it is uncertain. */
const MATCH_FMR = 1e-4;
const UNCERTAIN_FMR = 1e-3;
/** In 1:N the second best must be this much farther, or nobody is named. */
const MARGIN = 0.02;
const FEWEST_FRAMES = 3;

/**
 * A face against one person (1:1, after a claimed identity) or against everybody (1:N, when it comes first).
 * The score is the median distance of the frames to the mean of the person's samples, so one lucky frame decides nothing.
 */
export function createFaceFactor(source: FaceSource, matcher: FaceMatcher): Factor<FaceInput> {
  const median = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1]!;
  const score = (frames: Float32Array[], enrolled: Float32Array) =>
    median(frames.map((frame) => matcher.distance(frame, enrolled)));

  function outcomeOf(distance: number, galleryN: number): FaceOutcome {
    if (distance <= matcher.threshold(MATCH_FMR, galleryN)) return 'match';
    return distance <= matcher.threshold(UNCERTAIN_FMR, galleryN) ? 'uncertain' : 'unknown';
  }

  async function verifyOne(personId: PersonId, frames: Float32Array[]): Promise<FactorAnswer> {
    const samples = await source.templatesOf(personId);
    if (samples.length === 0) return { verdict: 'no_match', personId, reason: 'factor_missing' };
    const face = outcomeOf(score(frames, matcher.mean(samples)), 1);
    if (face === 'match') return { verdict: 'match', personId, face };
    if (face === 'uncertain') return { verdict: 'inconclusive', face };
    return { verdict: 'no_match', personId, reason: 'factor_mismatch', face };
  }

  async function identify(frames: Float32Array[]): Promise<FactorAnswer> {
    const samples = new Map<PersonId, Float32Array[]>();
    for (const { personId, template } of await source.gallery()) {
      samples.set(personId, [...(samples.get(personId) ?? []), template]);
    }
    const ranked = [...samples]
      .map(([personId, templates]) => ({ personId, distance: score(frames, matcher.mean(templates)) }))
      .sort((a, b) => a.distance - b.distance);
    const [best, second] = ranked;
    const face = best ? outcomeOf(best.distance, ranked.length) : 'unknown';
    if (!best || face === 'unknown')
      return { verdict: 'no_match', personId: null, reason: 'unknown_credential', face };
    const clear = !second || second.distance - best.distance >= MARGIN;
    if (face === 'match' && clear) return { verdict: 'match', personId: best.personId, face };
    return { verdict: 'inconclusive', face: 'uncertain' };
  }

  return {
    kind: 'face',
    category: 'inherence',
    weak: false,
    async verify({ templates }, { claimedPersonId }) {
      if (templates.length < FEWEST_FRAMES) return { verdict: 'inconclusive' };
      return claimedPersonId ? verifyOne(claimedPersonId, templates) : identify(templates);
    },
  };
}
