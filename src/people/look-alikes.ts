import type { PersonId } from '../kernel/index.ts';
import { type ErrorShare, errorShare } from './look-alikes-interval.ts';
import { comparedTemplates, type Metric } from './refinement-gate.ts';
import type { StoredTemplate } from './repositories.ts';

export interface CalibrationTarget {
  /** What the threshold is said to give. */
  falseMatchRate: number;
  /** Distance up to which a face matches. */
  threshold: number;
}

export interface MeasuredRate extends CalibrationTarget {
  /** Strangers who would be taken for somebody. */
  falseMatches: ErrorShare;
  /** Right faces that would be refused. */
  falseRefusals: ErrorShare;
  /** Whether there are comparisons enough for the rate to be seen at all (rule of three). */
  enough: boolean;
}

export interface LookAlikes {
  people: [PersonId, PersonId];
  /** The smallest distance from a sample of one to what the other is compared with. */
  distance: number;
}

export interface Calibration {
  people: number;
  samples: number;
  rates: MeasuredRate[];
  /** The nearest first. */
  lookAlikes: LookAlikes[];
}

export interface CalibrationQuestion {
  templates: readonly StoredTemplate[];
  metric: Metric;
  targets: CalibrationTarget[];
  /** A stranger's face up to so near is a look-alike. */
  lookAlikeWithin: number;
  onProgress?(done: number, total: number): void;
}

/** Fewer right faces than this say nothing about how often one is refused. */
const FEWEST_GENUINE = 30;

/**
 * Error rates among the people of one site. Genuine: each enrolment sample against the mean of the person's others.
 * Impostor: each enrolment sample against what everybody else is compared with.
 */
export function calibrate(question: CalibrationQuestion): Calibration {
  const { metric, targets, lookAlikeWithin, onProgress } = question;
  const faces = groupByPerson(question);
  const genuine = createCounts(targets);
  const impostor = createCounts(targets);
  const pairs = new Map<string, LookAlikes>();

  for (const [index, face] of faces.entries()) {
    for (const distance of leaveOneOut(face.samples, metric)) genuine.count(distance);
    for (const other of faces) {
      if (other === face) continue;
      for (const sample of face.samples) {
        const distance = metric.distance(sample, other.compared);
        impostor.count(distance);
        if (distance <= lookAlikeWithin) keepNearest(pairs, [face.personId, other.personId], distance);
      }
    }
    onProgress?.(index + 1, faces.length);
  }
  const rates = targets.map((target, i): MeasuredRate => {
    const falseMatches = errorShare(impostor.within[i]!, impostor.of());
    const falseRefusals = errorShare(genuine.of() - genuine.within[i]!, genuine.of());
    const enough = impostor.of() >= 3 / target.falseMatchRate && genuine.of() >= FEWEST_GENUINE;
    return { ...target, falseMatches, falseRefusals, enough };
  });
  const samples = faces.reduce((sum, face) => sum + face.samples.length, 0);
  const lookAlikes = [...pairs.values()].sort((a, b) => a.distance - b.distance);
  return { people: faces.length, samples, rates, lookAlikes };
}

/** How many people it takes, with so many samples each, for a rate to be seen. */
export function peopleNeeded(falseMatchRate: number, samplesEach: number): number {
  return Math.ceil(0.5 + Math.sqrt(0.25 + 3 / falseMatchRate / Math.max(1, samplesEach)));
}

interface Face {
  personId: PersonId;
  samples: Float32Array[];
  compared: Float32Array;
}

function groupByPerson({ templates, metric }: CalibrationQuestion): Face[] {
  const owned = new Map<PersonId, StoredTemplate[]>();
  for (const one of templates) {
    const own = owned.get(one.personId) ?? [];
    own.push(one);
    owned.set(one.personId, own);
  }
  return [...owned].flatMap(([personId, own]) => {
    const samples = own.filter(({ kind }) => kind === 'enrolment').map(({ template }) => template);
    if (samples.length === 0) return [];
    return [{ personId, samples, compared: metric.mean(comparedTemplates(own, metric.mean)) }];
  });
}

function leaveOneOut(samples: Float32Array[], { distance, mean }: Metric): number[] {
  if (samples.length < 2) return [];
  return samples.map((sample, i) => distance(sample, mean(samples.filter((_, other) => other !== i))));
}

function createCounts(targets: CalibrationTarget[]) {
  const within = targets.map(() => 0);
  let all = 0;
  return {
    within,
    of: () => all,
    count(distance: number) {
      all += 1;
      for (const [i, { threshold }] of targets.entries()) if (distance <= threshold) within[i]! += 1;
    },
  };
}

function keepNearest(pairs: Map<string, LookAlikes>, people: [PersonId, PersonId], distance: number): void {
  const key = [...people].sort().join(' ');
  const known = pairs.get(key);
  if (!known || distance < known.distance) pairs.set(key, { people, distance });
}
