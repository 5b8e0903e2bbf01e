import { thresholdFor } from '../../src/vision/index.ts';
import {
  bootstrap,
  countWithin,
  equalErrorRate,
  FAR_TARGETS,
  type FarTarget,
  type Interval,
  type Scores,
  tarAt,
} from './rates.ts';
import type { OpenSetScores } from './rates-scores.ts';

/** What `--json` holds for each entrant. */
export interface EntrantFigures {
  images: number;
  faces_found: number;
  genuine: number;
  impostor: number;
  eer: number;
  eer_interval: Interval;
  tar: Record<FarTarget, number>;
  tar_interval: Record<FarTarget, Interval>;
  /** False where fewer than one impostor pair is allowed: the rate itself is then not measured. */
  far_measured: Record<FarTarget, boolean>;
  ms_per_image: number;
  peak_rss_mb: number;
}

type Rates = 'eer' | FarTarget;
type Measure = (scores: Scores, weights?: Float64Array) => number;

const MEASURES: Record<Rates, Measure> = {
  eer: (scores, weights) => equalErrorRate(scores, weights),
  '0.01': (scores, weights) => tarAt(scores, 0.01, weights),
  '0.001': (scores, weights) => tarAt(scores, 0.001, weights),
  '0.0001': (scores, weights) => tarAt(scores, 0.0001, weights),
};

const byTarget = <T>(value: (far: FarTarget) => T): Record<FarTarget, T> =>
  Object.fromEntries(FAR_TARGETS.map((far) => [far, value(far)])) as Record<FarTarget, T>;

type Costs = Pick<EntrantFigures, 'images' | 'faces_found' | 'ms_per_image' | 'peak_rss_mb'>;

export function figuresOf(scores: Scores, costs: Costs): EntrantFigures {
  const intervals = bootstrap(scores, MEASURES);
  const impostor = scores.impostor.distance.length;
  return {
    ...costs,
    genuine: scores.genuine.distance.length,
    impostor,
    eer: MEASURES.eer(scores),
    eer_interval: intervals.eer,
    tar: byTarget((far) => MEASURES[far](scores)),
    tar_interval: byTarget((far) => intervals[far]),
    far_measured: byTarget((far) => impostor * Number(far) >= 1),
  };
}

export const percent = (rate: number, digits = 2): string => `${(100 * rate).toFixed(digits)} %`;
const span = ([low, high]: Interval): string => `${(100 * low).toFixed(1)}–${(100 * high).toFixed(1)}`;

const ROWS: [label: string, cell: (figures: EntrantFigures) => string][] = [
  ['images', ({ images }) => String(images)],
  ['faces found', ({ faces_found, images }) => `${faces_found} (${percent(faces_found / images, 1)})`],
  ['genuine pairs', ({ genuine }) => String(genuine)],
  ['impostor pairs', ({ impostor }) => String(impostor)],
  ['EER', ({ eer, eer_interval }) => `${percent(eer)} (${span(eer_interval)})`],
  ...FAR_TARGETS.map((far): (typeof ROWS)[number] => [
    `TAR at FAR ${100 * Number(far)} %`,
    ({ tar, tar_interval, far_measured }) =>
      `${percent(tar[far])} (${span(tar_interval[far])})${far_measured[far] ? '' : ' *'}`,
  ]),
  ['ms per image', ({ ms_per_image }) => ms_per_image.toFixed(1)],
  ['peak memory', ({ peak_rss_mb }) => `${peak_rss_mb.toFixed(0)} MB`],
];

const LABEL_WIDTH = 20;
const CELL_WIDTH = 24;

/** One column an entrant; behind a rate its 95 % interval. */
export function summaryTable(entrants: Record<string, EntrantFigures>): string {
  const line = (label: string, cells: readonly string[]): string =>
    `${label.padEnd(LABEL_WIDTH)}${cells.map((cell) => cell.padStart(CELL_WIDTH)).join('')}`;
  const all = Object.values(entrants);
  const lines = [line('', Object.keys(entrants)), ...ROWS.map(([label, cell]) => line(label, all.map(cell)))];
  if (all.some(({ far_measured }) => Object.values(far_measured).includes(false))) {
    lines.push('* fewer than one impostor pair is allowed at this rate: true accepts without any false one.');
  }
  return lines.join('\n');
}

export interface ThresholdRow {
  target_fmr: number;
  distance: number;
  false_matches: number;
  fmr: number;
  false_non_matches: number;
  fnmr: number;
}

const VERIFY_RATES = [0.01, 0.001, 0.0001] as const;

/** What the shipped thresholds do to these comparisons. */
export function atShippedThresholds({ genuine, impostor }: Scores): ThresholdRow[] {
  return VERIFY_RATES.map((target) => {
    const distance = thresholdFor(target, 'verify');
    const matches = countWithin(impostor, distance);
    const misses = genuine.distance.length - countWithin(genuine, distance);
    return {
      target_fmr: target,
      distance,
      false_matches: matches,
      fmr: matches / impostor.distance.length,
      false_non_matches: misses,
      fnmr: misses / genuine.distance.length,
    };
  });
}

export function thresholdTable(kind: string, rows: readonly ThresholdRow[], scores: Scores): string {
  const lines = rows.map(
    (row) =>
      `  target ${percent(row.target_fmr).padStart(7)}  distance ${row.distance.toFixed(4)}` +
      `  FMR ${percent(row.fmr, 4).padStart(9)} (${row.false_matches}/${scores.impostor.distance.length})` +
      `  FNMR ${percent(row.fnmr).padStart(8)} (${row.false_non_matches}/${scores.genuine.distance.length})`,
  );
  return [`At the shipped thresholds, ${kind}:`, ...lines].join('\n');
}

export interface OpenSetRow {
  target_fpir: number;
  distance: number;
  fpir: number;
  tpir: number;
}

const within = (distances: Float64Array, limit: number): number =>
  distances.filter((distance) => distance <= limit).length;

export function openSetAtShipped({ enrolled, mates, strangers }: OpenSetScores): OpenSetRow[] {
  return VERIFY_RATES.map((target) => {
    const distance = thresholdFor(target, 'identify', enrolled);
    return {
      target_fpir: target,
      distance,
      fpir: within(strangers, distance) / strangers.length,
      tpir: within(mates, distance) / mates.length,
    };
  });
}

/** Share of mates found where at most `fpir` of the strangers are taken for somebody, each by its own distances. */
export function tpirAt({ mates, strangers }: OpenSetScores, fpir: number): number {
  const bar = strangers[Math.floor(fpir * strangers.length + 1e-9)] ?? Number.POSITIVE_INFINITY;
  return mates.filter((distance) => distance < bar).length / mates.length;
}

export function openSetTable(
  rows: readonly OpenSetRow[],
  { enrolled, mates, strangers }: OpenSetScores,
): string {
  const lines = rows.map(
    ({ target_fpir, distance, fpir, tpir }) =>
      `  target FPIR ${percent(target_fpir).padStart(7)}  distance ${distance.toFixed(4)}` +
      `  FPIR ${percent(fpir).padStart(8)} (of ${strangers.length})  TPIR ${percent(tpir).padStart(8)} (of ${mates.length})`,
  );
  return [
    `1:N, ${enrolled} enrolled by the mean of up to three photographs, the rest searched:`,
    ...lines,
  ].join('\n');
}
