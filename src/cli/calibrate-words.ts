import { type Calibration, type ErrorShare, type MeasuredRate, peopleNeeded } from '../people/index.ts';

export interface NamedPair {
  names: [string, string];
  /** The strictest false match rate at which one is taken for the other; null when only uncertain. */
  confusedAt: number | null;
}

interface CalibrationReport {
  siteRate: number;
  calibration: Calibration;
  pairs: NamedPair[];
  /** How many were marked just now; null when nobody asked for it. */
  marked: number | null;
}

/** The result for somebody at a terminal, line by line. */
export function describeCalibration({ siteRate, calibration, pairs, marked }: CalibrationReport): string[] {
  const { people, samples, rates } = calibration;
  if (people < 2) {
    return [
      `${people === 0 ? 'Nobody is' : 'One person is'} enrolled: there is nobody to compare with. Enrol at least two people.`,
    ];
  }
  return [
    `${people} people, ${samples} samples of their faces.`,
    '',
    ...table(rates, siteRate),
    '',
    ...honesty(calibration, siteRate),
    '',
    ...lookAlikes(pairs, marked),
  ];
}

function table(rates: MeasuredRate[], siteRate: number): string[] {
  const rows = rates.map(({ falseMatchRate, falseMatches, falseRefusals }) => [
    `${rateWords(falseMatchRate)}${falseMatchRate === siteRate ? ' *' : ''}`,
    shareWords(falseMatches),
    shareWords(falseRefusals),
  ]);
  const head = ['Set to', 'Strangers taken for somebody (FMR)', 'Right faces refused (FNMR)'];
  const widths = head.map((_, i) => Math.max(...[head, ...rows].map((row) => row[i]!.length)));
  const line = (row: string[]) =>
    row
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join('   ')
      .trimEnd();
  return [line(head), ...rows.map(line), '* as this site is set; in brackets the exact 95 % interval'];
}

/** “3 of 30 000, 0.01 % (0.002 % to 0.03 %)” */
function shareWords({ errors, comparisons, share, low, high }: ErrorShare): string {
  if (share === null) return 'nothing to compare';
  return `${grouped(errors)} of ${grouped(comparisons)}, ${percent(share)} (${percent(low)} to ${percent(high)})`;
}

function honesty({ rates, people, samples }: Calibration, siteRate: number): string[] {
  const site = rates.find(({ falseMatchRate }) => falseMatchRate === siteRate) ?? rates[0]!;
  const caution =
    'Comparisons that share a person depend on each other, and samples of one sitting look more alike than those of different days: the truth is somewhat worse than the table.';
  if (site.enough) return [caution];
  const needed = peopleNeeded(siteRate, Math.round(samples / people));
  const right = site.falseRefusals.comparisons;
  return [
    site.falseMatches.comparisons < 3 / siteRate
      ? `Too little data to see ${rateWords(siteRate)}: that takes about ${grouped(needed)} people. What can be said is that it is below ${percent(site.falseMatches.high)}. The thresholds that ship were measured on more.`
      : `Too little data to see how often right faces are refused: only ${right} could be compared. Enrol three to five samples a person.`,
    caution,
  ];
}

function lookAlikes(pairs: NamedPair[], marked: number | null): string[] {
  if (pairs.length === 0)
    return ['Nobody here looks so much like somebody else that the two could be confused.'];
  return [
    'Look-alikes:',
    ...pairs.map(
      ({ names: [one, other], confusedAt }) =>
        `  ${one} and ${other}: ${confusedAt === null ? 'near enough to be uncertain' : `taken for each other at ${rateWords(confusedAt)}`}`,
    ),
    marked === null
      ? 'To never let them in by the face alone: sallyport calibrate --require-second-factor'
      : marked === 0
        ? 'All of them are never let in by the face alone already.'
        : `${marked} of them ${marked === 1 ? 'is' : 'are'} from now on never let in by the face alone. The panel shows it, and can undo it.`,
  ];
}

/** “1 in 10 000” */
const rateWords = (rate: number): string => `1 in ${grouped(Math.round(1 / rate))}`;
const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ' ');

function percent(share: number): string {
  const value = share * 100;
  if (value === 0 || value >= 99.95) return `${Math.round(value)} %`;
  return `${value >= 10 ? value.toFixed(0) : Number(value.toPrecision(value >= 1 ? 2 : 1))} %`;
}
