import type { FaceOutcome, FaceScore, PersonId } from '../../kernel/index.ts';
import type { FactorAnswer, FactorContext, FactorTraits } from './factor.ts';
import { TRAITS } from './traits.ts';

/** Templates of the latest usable frames, oldest first. */
export interface FaceInput {
  templates: Float32Array[];
}

/** Shown by camera frames, in as many goes as it takes. */
export interface FaceFactor extends FactorTraits {
  verify(input: FaceInput, context: Pick<FactorContext, 'claimedPersonId'>): Promise<FactorAnswer>;
}

export interface FaceMatcher {
  /** 0 = the same; the metric of the model that made both. */
  distance(a: Float32Array, b: Float32Array): number;
  mean(templates: Float32Array[]): Float32Array;
  /** Distance below which strangers match with about this rate; `galleryN` people for 1:N. */
  threshold(falseMatchRate: number, galleryN: number): number;
  /** How far apart its strangers are, as a multiple of the built-in model's; 1 if not said. */
  scale?: number;
}

export interface FaceSource {
  /** Templates of one person, of the model in use, whose mean is compared; empty when none. */
  templatesOf(personId: PersonId): Promise<Float32Array[]>;
  /**
   * The `k` active people whose mean templates are nearest to a frame, nearest first, out of how many. From an index:
   * nobody is let in by it alone.
   */
  nearest(
    frame: Float32Array,
    k: number,
  ): Promise<{ people: number; nearest: { personId: PersonId; template: Float32Array }[] }>;
  /** Faces that were taken for this person and are not. */
  impostorsOf(personId: PersonId): Promise<Float32Array[]>;
}

/** FMR ≤ 1:10 000 where a face counts as a factor (CONVENTIONS, “Numbers”), unless the site chose another. */
const MATCH_FMR = 1e-4;
/** Up to so many times the rate it is uncertain, and more frames may tell. */
const UNCERTAIN_FACTOR = 10;
/** In 1:N the second best must be this much farther (at the built-in model's scale), or nobody is named. */
const MARGIN = 0.02;
const FEWEST_FRAMES = 3;
/** Asked for at first, of each frame; more when these do not settle it. */
const NEAREST = 8;

/**
 * A face against one person (1:1, after a claimed identity) or against everybody (1:N, when it comes first).
 * The score is the median distance of the frames to the mean of the person's samples, so one lucky frame decides nothing.
 * A face that is nearer to one of a person's impostors than to the person is never theirs.
 */
export function createFaceFactor(
  source: FaceSource,
  matcher: FaceMatcher,
  falseMatchRate: () => Promise<number> = async () => MATCH_FMR,
): FaceFactor {
  const leastMargin = MARGIN * (matcher.scale ?? 1);
  const median = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1]!;
  const distanceOf = (frames: Float32Array[], known: Float32Array) =>
    median(frames.map((frame) => matcher.distance(frame, known)));

  /** What a distance comes to at the site's rate, among so many people. */
  async function createScale(galleryN: number) {
    const rate = await falseMatchRate();
    const match = matcher.threshold(rate, galleryN);
    const uncertain = matcher.threshold(rate * UNCERTAIN_FACTOR, galleryN);
    return {
      uncertain,
      outcomeOf: (distance: number): FaceOutcome =>
        distance <= match ? 'match' : distance <= uncertain ? 'uncertain' : 'unknown',
      score: (distance: number, margin: number | null): FaceScore => ({ distance, threshold: match, margin }),
    };
  }

  async function isVetoed(personId: PersonId, frames: Float32Array[], distance: number): Promise<boolean> {
    const impostors = await source.impostorsOf(personId);
    return impostors.some((impostor) => distanceOf(frames, impostor) <= distance);
  }

  async function verifyOne(personId: PersonId, frames: Float32Array[]): Promise<FactorAnswer> {
    const samples = await source.templatesOf(personId);
    if (samples.length === 0) return { verdict: 'no_match', personId, reason: 'factor_missing' };
    const distance = distanceOf(frames, matcher.mean(samples));
    const scale = await createScale(1);
    const vetoed = await isVetoed(personId, frames, distance);
    const margin = await marginOver(personId, frames, distance);
    const [face, score] = [vetoed ? 'unknown' : scale.outcomeOf(distance), scale.score(distance, margin)];
    if (face === 'match') return { verdict: 'match', personId, face, score };
    if (face === 'uncertain') return { verdict: 'inconclusive', face, score };
    return { verdict: 'no_match', personId, reason: 'factor_mismatch', face, score };
  }

  /** For the log only, so what the index cannot say is left out and refuses nobody. */
  async function marginOver(
    personId: PersonId,
    frames: Float32Array[],
    distance: number,
  ): Promise<number | null> {
    const others: number[] = [];
    for (const frame of frames) {
      const sight = await source.nearest(frame, 2).catch(() => null);
      const other = sight?.nearest.find((one) => one.personId !== personId);
      if (!other) return null;
      others.push(matcher.distance(frame, other.template));
    }
    return median(others) - distance;
  }

  async function identify(frames: Float32Array[]): Promise<FactorAnswer> {
    const { best, second, people } = await nearestStanding(frames);
    if (!best) return { verdict: 'no_match', personId: null, reason: 'unknown_credential', face: 'unknown' };
    const scale = await createScale(people);
    const margin = second ? second.distance - best.distance : null;
    const [face, score] = [scale.outcomeOf(best.distance), scale.score(best.distance, margin)];
    if (face === 'unknown')
      return { verdict: 'no_match', personId: null, reason: 'unknown_credential', face, score };
    const clear = margin === null || margin >= leastMargin;
    const named = face === 'match' && clear && (await isStill(best.personId, frames, scale));
    if (named) return { verdict: 'match', personId: best.personId, face, score };
    return { verdict: 'inconclusive', face: 'uncertain', score };
  }

  /** The index may be behind; what the person's samples are now decides. */
  async function isStill(
    personId: PersonId,
    frames: Float32Array[],
    scale: Awaited<ReturnType<typeof createScale>>,
  ): Promise<boolean> {
    const samples = await source.templatesOf(personId);
    return samples.length > 0 && scale.outcomeOf(distanceOf(frames, matcher.mean(samples))) === 'match';
  }

  /**
   * The two nearest people by the median over the frames, the same as comparing with everybody: whoever was not among
   * the nearest of a frame is at least as far from it as the last of those, so their median is at least the median of
   * those distances. More are asked for until that is too far to be named or to blur who is.
   */
  async function nearestStanding(frames: Float32Array[]) {
    for (let k = NEAREST; ; k *= 4) {
      const known = new Map<PersonId, Float32Array>();
      const floors: number[] = [];
      let people = 0;
      for (const frame of frames) {
        const sight = await source.nearest(frame, k);
        for (const { personId, template } of sight.nearest) known.set(personId, template);
        const last = sight.nearest.length < k ? undefined : sight.nearest.at(-1);
        floors.push(last ? matcher.distance(frame, last.template) : Infinity);
        people = Math.max(people, sight.people);
      }
      const ranked = [...known]
        .map(([personId, template]) => ({ personId, distance: distanceOf(frames, template) }))
        .sort((a, b) => a.distance - b.distance);
      const [best, second] = await firstStanding(ranked, frames, 2);
      const floor = median(floors);
      const { uncertain } = await createScale(people);
      if (known.size >= people || floor >= Math.min(best?.distance ?? Infinity, uncertain) + leastMargin)
        return { best, second, people };
    }
  }

  /** The nearest ones whom no impostor speaks against. */
  async function firstStanding<T extends { personId: PersonId; distance: number }>(
    ranked: T[],
    frames: Float32Array[],
    most: number,
  ): Promise<T[]> {
    const standing: T[] = [];
    for (const one of ranked) {
      if (standing.length === most) break;
      if (!(await isVetoed(one.personId, frames, one.distance))) standing.push(one);
    }
    return standing;
  }

  return {
    ...TRAITS.face,
    async verify({ templates }, { claimedPersonId }) {
      if (templates.length < FEWEST_FRAMES) return { verdict: 'inconclusive' };
      return claimedPersonId ? verifyOne(claimedPersonId, templates) : identify(templates);
    },
  };
}
