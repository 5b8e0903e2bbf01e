/** How often a stranger may be taken for the person: one in a hundred, a thousand, ten thousand. */
export type FalseMatchRate = 0.01 | 0.001 | 0.0001;

export type Comparison = 'verify' | 'identify';

/**
 * Distance up to which two templates count as one person, for a mean of three photographs against one.
 * Indicative: measured in sample on 82 people, before the committed calibration table exists; relatives
 * and look-alikes do worse.
 */
const DISTANCE_AT: ReadonlyArray<[fmr: number, distance: number]> = [
  [1e-2, 0.1435],
  [1e-3, 0.12],
  [1e-4, 0.102],
  [1e-5, 0.09],
];

/** Two photographs of one moment are about this far apart; asking for less refuses everybody. */
const SMALLEST_DISTANCE = 0.05;

/** Straight lines over the logarithm of the rate, the first and the last drawn on beyond the table. */
function distanceAt(fmr: number): number {
  const last = DISTANCE_AT.length - 1;
  const next = DISTANCE_AT.findIndex(([rate]) => rate <= fmr);
  const end = next === -1 ? last : Math.max(1, next);
  const [rateAbove, distanceAbove] = DISTANCE_AT[end - 1]!;
  const [rateBelow, distanceBelow] = DISTANCE_AT[end]!;
  const share = Math.log(rateAbove / fmr) / Math.log(rateAbove / rateBelow);
  return Math.max(SMALLEST_DISTANCE, distanceAbove + (distanceBelow - distanceAbove) * share);
}

/**
 * The largest distance that counts as a match.
 * `verify`: one claimed person, the rate is the FMR. `identify`: the nearest of `galleryN` people, the rate
 * is the FPIR, which is about `galleryN` · FMR.
 */
export function thresholdFor(rate: FalseMatchRate, kind: Comparison, galleryN = 1): number {
  return distanceAt(kind === 'identify' ? rate / Math.max(1, galleryN) : rate);
}
