import { meanTemplate, templateDistance } from '../../src/vision/index.ts';
import { between, seededRandom } from '../liveness/random.ts';
import { ComparisonList, type Scores } from './rates.ts';
import type { Entrant } from './sets-describe.ts';
import type { Pair } from './sets-pairs.ts';

type Descriptor = Float32Array;
type Maybe = Descriptor | null;

/** How an entrant compares, and what it makes of several photographs of one person. */
export interface Metric {
  distance(a: Descriptor, b: Descriptor): number;
  mean(descriptors: readonly Descriptor[]): Descriptor;
}

function euclidean(a: Descriptor, b: Descriptor): number {
  let squares = 0;
  for (let i = 0; i < a.length; i++) squares += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(squares);
}

const plainMean = (all: readonly Descriptor[]): Descriptor =>
  all[0]!.map((_, i) => all.reduce((sum, one) => sum + one[i]!, 0) / all.length);

/** face-api's is the Euclidean distance, and Human's similarity falls with it. */
const PEER: Metric = { distance: euclidean, mean: plainMean };

const OURS: Metric = { distance: templateDistance, mean: meanTemplate };

export const METRICS: Record<Entrant, Metric> = {
  ours: OURS,
  int8: OURS,
  'plug-in': OURS,
  'face-api': PEER,
  human: PEER,
};

/** More impostor pairs than this are thinned evenly. */
const MOST_IMPOSTOR_PAIRS = 4_000_000;
/** People are enrolled by so many photographs. */
export const ENROLLED = 3;

export interface ScoreInput {
  /** Number of the person on each photograph. */
  people: Int32Array;
  /** The first of each pair. */
  references: readonly Maybe[];
  /** The second of each pair; worsened ones perhaps. */
  probes: readonly Maybe[];
  metric: Metric;
}

export const countPeople = (people: Int32Array): number =>
  people.reduce((most, i) => Math.max(most, i + 1), 0);

function compare(metric: Metric, a: Maybe | undefined, b: Maybe | undefined): number {
  return a && b ? metric.distance(a, b) : Number.POSITIVE_INFINITY;
}

function* everyPair(people: Int32Array): Generator<Pair> {
  for (let b = 1; b < people.length; b++) {
    for (let a = 0; a < b; a++) yield { a, b, same: people[a] === people[b] };
  }
}

/** Photograph against photograph: the pairs given, or all. */
export function scorePairs(
  { people, references, probes, metric }: ScoreInput,
  pairs?: Iterable<Pair>,
): Scores {
  const genuine = new ComparisonList();
  const impostor = new ComparisonList();
  const random = seededRandom(1);
  const all = (people.length * (people.length - 1)) / 2;
  const kept = pairs ? 1 : Math.min(1, MOST_IMPOSTOR_PAIRS / all);
  for (const { a, b, same } of pairs ?? everyPair(people)) {
    if (!same && kept < 1 && between(random, 0, 1) >= kept) continue;
    const distance = compare(metric, references[a], probes[b]);
    (same ? genuine : impostor).add(distance, people[a]!, people[b]!);
  }
  return { people: countPeople(people), genuine: genuine.sorted(), impostor: impostor.sorted() };
}

/** The mean of those that were found; null when none was. */
function meanOf(metric: Metric, descriptors: readonly Maybe[]): Maybe {
  const found = descriptors.filter((one) => one !== null);
  return found.length === 0 ? null : metric.mean(found);
}

function photosByPerson(people: Int32Array): number[][] {
  const groups = Array.from({ length: countPeople(people) }, (): number[] => []);
  for (const [photo, person] of people.entries()) groups[person]!.push(photo);
  return groups;
}

/** As people are enrolled and looked at: means of three photographs, each against every other photograph. */
export function scoreMeans({ people, references, probes, metric }: ScoreInput): Scores {
  const genuine = new ComparisonList();
  const impostor = new ComparisonList();
  for (const [person, own] of photosByPerson(people).entries()) {
    for (let first = 0; first + ENROLLED <= own.length; first += ENROLLED) {
      const enrolled = own.slice(first, first + ENROLLED);
      const mean = meanOf(
        metric,
        enrolled.map((photo) => references[photo]!),
      );
      for (const [photo, probe] of probes.entries()) {
        if (enrolled.includes(photo)) continue;
        const distance = compare(metric, mean, probe);
        (people[photo] === person ? genuine : impostor).add(distance, person, people[photo]!);
      }
    }
  }
  return { people: countPeople(people), genuine: genuine.sorted(), impostor: impostor.sorted() };
}

/** One person enrolled; the own ones left are searched for, and all others must be told from everybody. */
export interface OpenSetScores {
  enrolled: number;
  /** Of enrolled people's probes: the distance to their own entry, infinite when somebody else is nearer. */
  mates: Float64Array;
  /** Of every probe: the distance to the nearest entry of somebody else. */
  strangers: Float64Array;
}

/** Each probe is searched among all others' entries as a stranger, and among all as a mate. */
export function scoreOpenSet({ people, references, probes, metric }: ScoreInput): OpenSetScores {
  const entries = new Map<number, Maybe>();
  const asked: number[] = [];
  for (const [person, own] of photosByPerson(people).entries()) {
    const taken = Math.min(ENROLLED, own.length - 1);
    if (taken > 0) {
      entries.set(
        person,
        meanOf(
          metric,
          own.slice(0, taken).map((photo) => references[photo]!),
        ),
      );
    }
    asked.push(...own.slice(taken));
  }
  const mates: number[] = [];
  const strangers: number[] = [];
  for (const photo of asked) {
    let nearest = Number.POSITIVE_INFINITY;
    for (const [person, entry] of entries) {
      if (person !== people[photo]) nearest = Math.min(nearest, compare(metric, entry, probes[photo]));
    }
    strangers.push(nearest);
    if (!entries.has(people[photo]!)) continue;
    const own = compare(metric, entries.get(people[photo]!), probes[photo]);
    mates.push(own < nearest ? own : Number.POSITIVE_INFINITY);
  }
  return {
    enrolled: entries.size,
    mates: Float64Array.from(mates).sort(),
    strangers: Float64Array.from(strangers).sort(),
  };
}
