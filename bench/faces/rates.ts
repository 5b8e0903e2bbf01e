/** Error rates from distances. A face that was missed is at an infinite distance from everybody. */
import { seededRandom } from '../liveness/random.ts';

/** Comparisons, nearest first; `a` and `b` are numbers of people. */
export interface Comparisons {
  distance: Float64Array;
  a: Int32Array;
  b: Int32Array;
}

export interface Scores {
  people: number;
  genuine: Comparisons;
  impostor: Comparisons;
}

export const FAR_TARGETS = ['0.01', '0.001', '0.0001'] as const;
export type FarTarget = (typeof FAR_TARGETS)[number];
export type Interval = readonly [low: number, high: number];

/** Collects comparisons and sorts them once. */
export class ComparisonList {
  #distance = new Float64Array(1024);
  #a = new Int32Array(1024);
  #b = new Int32Array(1024);
  #size = 0;

  add(distance: number, a: number, b: number): void {
    if (this.#size === this.#distance.length) this.#grow();
    this.#distance[this.#size] = distance;
    this.#a[this.#size] = a;
    this.#b[this.#size] = b;
    this.#size += 1;
  }

  #grow(): void {
    const wider = <T extends Float64Array | Int32Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    const length = this.#size * 2;
    this.#distance = wider(this.#distance, new Float64Array(length));
    this.#a = wider(this.#a, new Int32Array(length));
    this.#b = wider(this.#b, new Int32Array(length));
  }

  sorted(): Comparisons {
    const distance = this.#distance;
    const order = Uint32Array.from({ length: this.#size }, (_, i) => i);
    order.sort((i, j) => (distance[i]! < distance[j]! ? -1 : Number(distance[i]! > distance[j]!)));
    return {
      distance: Float64Array.from(order, (i) => distance[i]!),
      a: Int32Array.from(order, (i) => this.#a[i]!),
      b: Int32Array.from(order, (i) => this.#b[i]!),
    };
  }
}

/** How often each person was drawn; everybody once if not said. */
type Weights = Float64Array | null;

/** Somebody drawn twice brings the own pairs twice, and each pair with others once per drawing of either. */
function weightOf({ a, b }: Comparisons, i: number, weights: Weights): number {
  if (weights === null) return 1;
  return a[i] === b[i] ? weights[a[i]!]! : weights[a[i]!]! * weights[b[i]!]!;
}

function totalOf(comparisons: Comparisons, weights: Weights): number {
  if (weights === null) return comparisons.distance.length;
  let total = 0;
  for (let i = 0; i < comparisons.distance.length; i++) total += weightOf(comparisons, i, weights);
  return total;
}

/** The nearest comparison that must be refused, so that at most `rate` of all are nearer. */
export function barAt(impostor: Comparisons, rate: number, weights: Weights = null): number {
  const allowed = rate * totalOf(impostor, weights) + 1e-9;
  let within = 0;
  for (let i = 0; i < impostor.distance.length; i++) {
    within += weightOf(impostor, i, weights);
    if (within > allowed) return impostor.distance[i]!;
  }
  return Number.POSITIVE_INFINITY;
}

function shareNearer(comparisons: Comparisons, bar: number, weights: Weights): number {
  let nearer = 0;
  for (let i = 0; i < comparisons.distance.length && comparisons.distance[i]! < bar; i++) {
    nearer += weightOf(comparisons, i, weights);
  }
  return nearer / totalOf(comparisons, weights);
}

/** Share of genuine pairs accepted where at most `far` of the impostor pairs are. */
export function tarAt({ genuine, impostor }: Scores, far: number, weights: Weights = null): number {
  return shareNearer(genuine, barAt(impostor, far, weights), weights);
}

/** How many lie within a distance, that distance included. */
export function countWithin({ distance }: Comparisons, limit: number): number {
  let low = 0;
  let high = distance.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (distance[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

export interface RatePoint {
  distance: number;
  fmr: number;
  fnmr: number;
}

/** Both rates at each distance that occurs, nearest first; starts where nobody is accepted. */
export function* ratePoints({ genuine, impostor }: Scores, weights: Weights = null): Generator<RatePoint> {
  const all = { genuine: totalOf(genuine, weights), impostor: totalOf(impostor, weights) };
  let [g, i, accepted, mistaken] = [0, 0, 0, 0];
  yield { distance: Number.NEGATIVE_INFINITY, fmr: 0, fnmr: 1 };
  for (;;) {
    const distance = Math.min(genuine.distance[g] ?? Infinity, impostor.distance[i] ?? Infinity);
    if (distance === Infinity) return;
    while (genuine.distance[g] === distance) accepted += weightOf(genuine, g++, weights);
    while (impostor.distance[i] === distance) mistaken += weightOf(impostor, i++, weights);
    yield { distance, fmr: mistaken / all.impostor, fnmr: 1 - accepted / all.genuine };
  }
}

/** Where both rates are equal, by a straight line between the two nearest points. */
export function equalErrorRate(scores: Scores, weights: Weights = null): number {
  let before: RatePoint = { distance: 0, fmr: 0, fnmr: 1 };
  for (const point of ratePoints(scores, weights)) {
    if (point.fnmr <= point.fmr) {
      const [above, below] = [before.fnmr - before.fmr, point.fmr - point.fnmr];
      const share = above + below > 0 ? above / (above + below) : 1;
      return before.fmr + share * (point.fmr - before.fmr);
    }
    before = point;
  }
  return (before.fmr + before.fnmr) / 2;
}

export interface BootstrapOptions {
  seed?: number;
  resamples?: number;
}

/**
 * 95 % intervals of any figures: people, not pairs, are drawn with replacement, because the pairs of one
 * person are alike.
 */
export function bootstrap<Name extends string>(
  scores: Scores,
  figures: Record<Name, (scores: Scores, weights: Float64Array) => number>,
  { seed = 1, resamples = 400 }: BootstrapOptions = {},
): Record<Name, Interval> {
  const random = seededRandom(seed);
  const names = Object.keys(figures) as Name[];
  const drawn = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round < resamples; round++) {
    const weights = new Float64Array(scores.people);
    for (let i = 0; i < scores.people; i++) weights[Math.floor(random() * scores.people)]! += 1;
    if (totalOf(scores.genuine, weights) === 0 || totalOf(scores.impostor, weights) === 0) continue;
    for (const name of names) drawn.get(name)!.push(figures[name](scores, weights));
  }
  const entries = names.map((name): [Name, Interval] => {
    const values = Float64Array.from(drawn.get(name)!).sort();
    const at = (share: number): number =>
      values[Math.min(values.length - 1, Math.floor(share * values.length))] ?? Number.NaN;
    return [name, [at(0.025), at(0.975)]];
  });
  return Object.fromEntries(entries) as Record<Name, Interval>;
}
