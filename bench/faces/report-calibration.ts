import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { TEMPLATE_VARIANT } from '../../src/vision/index.ts';
import { INT8_VARIANT } from '../../src/vision/template.ts';
import type { DistanceTable } from '../../src/vision/thresholds.ts';
import { barAt, bootstrap, countWithin, type Interval, type Scores } from './rates.ts';
import { countPeople, ENROLLED, type ScoreInput, scoreMeans, scorePairs } from './rates-scores.ts';
import { type FaceSets, SetError } from './sets.ts';

/** Where the table of each way to calculate lies, under which name, and whose templates it is for. */
const TABLES = {
  ours: { file: 'calibration.ts', name: 'CALIBRATION', templates: TEMPLATE_VARIANT, flags: '' },
  int8: { file: 'calibration-int8.ts', name: 'INT8_CALIBRATION', templates: INT8_VARIANT, flags: ' --int8' },
} as const;
const RATES = [1e-2, 1e-3, 1e-4, 1e-5];
/** A rate is stated when so many impostor comparisons lie within its distance: fewer are chance. */
const FEWEST_WITHIN = 5;

/**
 * The distances in use before this table was measured. A measurement makes them stricter, never laxer: the
 * sets are few, and strangers who look alike are missing from them.
 */
const LAXEST: DistanceTable = [
  [1e-2, 0.1435],
  [1e-3, 0.12],
  [1e-4, 0.102],
  [1e-5, 0.09],
];

interface Row {
  fmr: number;
  distance: number;
  interval: Interval | null;
  impostorWithin: number | null;
  fnmr: number;
  fnmrInterval: Interval | null;
  extrapolated: boolean;
}

const fnmrAt = (scores: Scores, distance: number): number =>
  1 - countWithin(scores.genuine, distance) / scores.genuine.distance.length;

/** The largest distance, in hundred-thousandths, within which at most `fmr` of the impostors lie. */
function distanceAt(scores: Scores, fmr: number, weights: Float64Array | null = null): number {
  return Math.ceil(barAt(scores.impostor, fmr, weights) * 1e5 - 1) / 1e5;
}

function measuredRow(scores: Scores, fmr: number): Row {
  const distance = distanceAt(scores, fmr);
  const { at, fnmr } = bootstrap(scores, {
    at: (drawn, weights) => distanceAt(drawn, fmr, weights),
    fnmr: (drawn, weights) => weightedFnmr(drawn, distanceAt(drawn, fmr, weights), weights),
  });
  return {
    fmr,
    distance,
    interval: at,
    impostorWithin: countWithin(scores.impostor, distance),
    fnmr: fnmrAt(scores, distance),
    fnmrInterval: fnmr,
    extrapolated: false,
  };
}

function weightedFnmr({ genuine }: Scores, distance: number, weights: Float64Array): number {
  let [all, missed] = [0, 0];
  for (const [i, one] of genuine.distance.entries()) {
    const weight = weights[genuine.a[i]!]!;
    all += weight;
    if (one > distance) missed += weight;
  }
  return missed / all;
}

function rowsOf(scores: Scores): Row[] {
  const rows: Row[] = [];
  for (const fmr of RATES) {
    const [above, below] = rows.slice(-2);
    if (fmr * scores.impostor.distance.length >= FEWEST_WITHIN) rows.push(measuredRow(scores, fmr));
    else if (above && below) {
      // Straight on over the logarithm of the rate: one decade on, one step on.
      const distance = 2 * below.distance - above.distance;
      const fnmr = fnmrAt(scores, distance);
      rows.push({
        fmr,
        distance,
        interval: null,
        impostorWithin: null,
        fnmr,
        fnmrInterval: null,
        extrapolated: true,
      });
    }
  }
  if (rows.length < RATES.length) throw new SetError('Too few impostor comparisons to calibrate from.');
  return rows;
}

const rounded = (value: number): number => Number(value.toFixed(5));
const roundedInterval = (interval: Interval | null): Interval | null =>
  interval && [rounded(interval[0]), rounded(interval[1])];

function comparisonOf(scores: Scores) {
  return {
    genuine: scores.genuine.distance.length,
    impostor: scores.impostor.distance.length,
    rows: rowsOf(scores).map((row) => ({
      ...row,
      distance: rounded(row.distance),
      interval: roundedInterval(row.interval),
      fnmr: rounded(row.fnmr),
      fnmrInterval: roundedInterval(row.fnmrInterval),
    })),
  };
}

function describeSetsOf({ photos }: FaceSets) {
  return [...new Set(photos.map(({ set }) => set))].map((name) => {
    const own = photos.filter(({ set }) => set === name);
    return {
      name: name || 'photographs',
      people: new Set(own.map(({ person }) => person)).size,
      images: own.length,
    };
  });
}

const headerOf = (kind: keyof typeof TABLES) => `/**
 * Distances of built-in templates (${kind === 'int8' ? 'in 8 bits, ' : ''}full variant) and what they cost, measured by
 * \`npm run bench:faces -- --faces DIR${TABLES[kind].flags} --calibrate\`; written by it, not by hand. docs/reference/face-rates.md explains it.
 *
 * Method: all pairs of photographs (\`single\`), and means of three consecutive photographs of a person against
 * every other photograph (\`meanOf3\`). \`distance\` is the largest within which at most \`fmr\` of the impostor
 * comparisons lie, \`fnmr\` the share of genuine ones beyond it, missed faces included. The intervals are 95 %,
 * by drawing people with replacement 400 times. \`extrapolated\`: fewer than ${FEWEST_WITHIN} comparisons would lie within, so
 * the line through the two rates before is drawn on; nothing at that rate is claimed.
 *
 * \`shipped\` takes the stricter of what was measured for means of three and of the distances in use before,
 * because the sets are small and strangers who look alike are missing from them. \`refused\` is the share of genuine
 * comparisons with means of three that lie beyond the shipped distance. Indicative: in sample.
 */
`;

/** Measures all pairs and writes the table that the product reads. */
export function writeCalibration(kind: keyof typeof TABLES, sets: FaceSets, input: ScoreInput): void {
  const { file, name, templates } = TABLES[kind];
  const path = fileURLToPath(new URL(`../../src/vision/${file}`, import.meta.url));
  const means = scoreMeans(input);
  const [single, meanOf3] = [comparisonOf(scorePairs(input)), comparisonOf(means)];
  const shipped = LAXEST.map(([fmr, laxest], i): [number, number] => [
    fmr,
    Math.min(laxest, meanOf3.rows[i]!.distance),
  ]);
  const refused = shipped.map(([fmr, distance]) => [fmr, rounded(fnmrAt(means, distance))]);
  const table = {
    templates,
    people: countPeople(input.people),
    enrolled: ENROLLED,
    sets: describeSetsOf(sets),
    single,
    meanOf3,
    shipped,
    refused,
  };
  writeFileSync(path, `${headerOf(kind)}export const ${name} = ${JSON.stringify(table)} as const;\n`);
  const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');
  execFileSync(process.execPath, [biome, 'check', '--write', path], { stdio: 'inherit' });
  console.log(`\nWrote ${path}`);
}
