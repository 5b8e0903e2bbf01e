import { CALIBRATION } from './calibration.ts';
import { INT8_CALIBRATION } from './calibration-int8.ts';

/** How often a stranger may be taken for the person: one in a hundred, a thousand, ten thousand. */
export type FalseMatchRate = 0.01 | 0.001 | 0.0001;

export type Comparison = 'verify' | 'identify';

/** Measured: false match rate and the largest distance that counts as a match at it; the strictest last. */
export type DistanceTable = ReadonlyArray<readonly [fmr: number, distance: number]>;

/** Two photographs of one moment are about this far apart; asking for less refuses everybody. */
const SMALLEST_DISTANCE = 0.05;

/** Straight lines over the logarithm of the rate, the first and the last drawn on beyond the table. */
function distanceAt(table: DistanceTable, fmr: number): number {
  const last = table.length - 1;
  const next = table.findIndex(([rate]) => rate <= fmr);
  const end = next === -1 ? last : Math.max(1, next);
  const [rateAbove, distanceAbove] = table[end - 1]!;
  const [rateBelow, distanceBelow] = table[end]!;
  const share = Math.log(rateAbove / fmr) / Math.log(rateAbove / rateBelow);
  return distanceAbove + (distanceBelow - distanceAbove) * share;
}

/** Thresholds by a model's own table, never below `smallest`. */
export function createThresholds(table: DistanceTable, smallest: number): typeof thresholdFor {
  return (rate, kind, galleryN = 1) =>
    Math.max(smallest, distanceAt(table, kind === 'identify' ? rate / Math.max(1, galleryN) : rate));
}

const builtIn = createThresholds(CALIBRATION.shipped, SMALLEST_DISTANCE);

/**
 * The largest distance of built-in templates that counts as a match.
 * `verify`: one claimed person, the rate is the FMR. `identify`: the nearest of `galleryN` people, the rate
 * is the FPIR, which is about `galleryN` · FMR.
 */
export function thresholdFor(rate: FalseMatchRate, kind: Comparison, galleryN = 1): number {
  return builtIn(rate, kind, galleryN);
}

/**
 * Share of right faces that the built-in thresholds refuse, one photograph against the mean of three; null for a rate
 * that was not measured.
 */
export function refusedShareAt(rate: number): number | null {
  return CALIBRATION.refused.find(([fmr]) => fmr === rate)?.[1] ?? null;
}

/** The same of the built-in nets calculating in 8 bits. */
export const int8ThresholdFor = createThresholds(INT8_CALIBRATION.shipped, SMALLEST_DISTANCE);

export function int8RefusedShareAt(rate: number): number | null {
  return INT8_CALIBRATION.refused.find(([fmr]) => fmr === rate)?.[1] ?? null;
}
