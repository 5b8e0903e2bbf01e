import { meanTemplate, type Template, templateDistance } from '../template.ts';
import type { Calibration } from './descriptor.ts';

/** One photograph: who is in it, and what was made of it; null when no face was found. */
export interface CalibrationPhoto {
  person: string;
  template: Template | null;
}

export interface ModelFigures {
  images: number;
  people: number;
  facesFound: number;
  /** Comparisons of photograph with photograph. */
  genuine: number;
  impostor: number;
  /** Comparisons of a photograph with the mean of three of somebody else. */
  impostorOfMeans: number;
  /** Share of genuine pairs accepted where one impostor pair in 1000 is; a missed face accepts nothing. */
  tarAt0001: number;
  /** Null when there are too few comparisons to state even 1:1 000. */
  calibration: Calibration | null;
}

const RATES = [1e-2, 1e-3, 1e-4, 1e-5];
/** A rate is stated when so many impostor pairs lie within its distance: fewer are chance. */
const FEWEST_WITHIN = 5;
/** People are enrolled by so many photographs, and their mean is compared. */
const ENROLLED = 3;
const TAR_AT = 1e-3;

interface Known {
  person: string;
  template: Template;
}

function byPersonOf<T extends { person: string }>(photos: readonly T[]): Map<string, T[]> {
  const people = new Map<string, T[]>();
  for (const photo of photos) people.set(photo.person, [...(people.get(photo.person) ?? []), photo]);
  return people;
}

function pairDistances(photos: readonly Known[]): { genuine: number[]; impostor: number[] } {
  const genuine: number[] = [];
  const impostor: number[] = [];
  for (const [i, a] of photos.entries()) {
    for (let j = 0; j < i; j++) {
      const b = photos[j]!;
      (a.person === b.person ? genuine : impostor).push(templateDistance(a.template, b.template));
    }
  }
  return { genuine, impostor };
}

/** As people are enrolled and looked at: each photograph against means of three photographs of others. */
function meanDistances(photos: readonly Known[]): number[] {
  const byPerson = byPersonOf(photos);
  const means: Known[] = [];
  for (const [person, own] of byPerson) {
    for (let i = 0; i + ENROLLED <= own.length; i += ENROLLED) {
      const template = meanTemplate(own.slice(i, i + ENROLLED).map((one) => one.template));
      means.push({ person, template });
    }
  }
  return means.flatMap((mean) =>
    photos
      .filter(({ person }) => person !== mean.person)
      .map(({ template }) => templateDistance(mean.template, template)),
  );
}

/** The largest distance within which at most this share lies; null when too few would. */
function distanceWithin(sorted: Float64Array, rate: number): number | null {
  const within = Math.floor(sorted.length * rate);
  return within >= FEWEST_WITHIN ? sorted[within - 1]! : null;
}

/** The smaller distance of the two ways to compare, for each rate that both can state. */
function tableOf(byPairs: Float64Array, byMeans: Float64Array): [number, number][] {
  const table: [number, number][] = [];
  for (const rate of RATES) {
    const [pairs, means] = [distanceWithin(byPairs, rate), distanceWithin(byMeans, rate)];
    if (pairs === null || means === null) break;
    table.push([rate, Math.min(pairs, means)]);
  }
  return table;
}

const isFalling = (table: readonly [number, number][]) =>
  table.every(([, distance], i) => distance > 0 && (i === 0 || distance < table[i - 1]![1]));

/** Measures a model on photographs of known people: all pairs, and photographs against means of three. */
export function measureModel(photos: readonly CalibrationPhoto[]): ModelFigures {
  const known = photos.flatMap(({ person, template }): Known[] => (template ? [{ person, template }] : []));
  const { genuine, impostor } = pairDistances(known);
  const byPairs = Float64Array.from(impostor).sort();
  const byMeans = Float64Array.from(meanDistances(known)).sort();
  const table = tableOf(byPairs, byMeans);
  const counts = [...byPersonOf(photos).values()].map((own) => own.length);
  const genuineAsked = counts.reduce((sum, count) => sum + (count * (count - 1)) / 2, 0);
  const bar = byPairs[Math.max(0, Math.floor(byPairs.length * TAR_AT) - 1)] ?? 0;
  const people = counts.length;
  const source = `${known.length} photographs of ${people} people, ${byPairs.length} impostor pairs, ${byMeans.length} comparisons with means of ${ENROLLED}`;
  return {
    images: photos.length,
    people,
    facesFound: known.length,
    genuine: genuineAsked,
    impostor: byPairs.length,
    impostorOfMeans: byMeans.length,
    tarAt0001: genuineAsked === 0 ? 0 : genuine.filter((distance) => distance <= bar).length / genuineAsked,
    calibration: table.length >= 2 && isFalling(table) ? { pairs: table, source } : null,
  };
}
