import { type FaceSets, SetError } from './sets.ts';

/** Two photographs by their paths, and whether they show one person. */
export interface NamedPair {
  a: string;
  b: string;
  same: boolean;
}

export interface Pair {
  /** Indices of photographs. */
  a: number;
  b: number;
  same: boolean;
}

const YES = new Set(['1', 'true', 'yes', 'same']);
const NO = new Set(['0', 'false', 'no', 'different']);

const lfwPath = (name: string, number: string): string => `${name}/${name}_${number.padStart(4, '0')}.jpg`;

function parseLfwLine(fields: readonly string[], line: number): NamedPair {
  const [name, first, second, third] = fields;
  if (fields.length === 3) return { a: lfwPath(name!, first!), b: lfwPath(name!, second!), same: true };
  if (fields.length === 4) return { a: lfwPath(name!, first!), b: lfwPath(second!, third!), same: false };
  throw new SetError(`Line ${line} of the pairs: three or four fields are expected, not ${fields.length}.`);
}

function parseCsvLine(text: string, line: number): NamedPair {
  const fields = text.split(',').map((field) => field.trim());
  const said = (fields[2] ?? '').toLowerCase();
  if (fields.length !== 3 || !(YES.has(said) || NO.has(said))) {
    throw new SetError(`Line ${line} of the pairs: "a,b,same" is expected with 1 or 0 at the end: ${text}`);
  }
  return { a: fields[0]!, b: fields[1]!, same: YES.has(said) };
}

/** `a,b,same` with paths relative to the folder, or LFW's pairs.txt. */
export function parsePairs(text: string): NamedPair[] {
  const lines = text
    .split(/\r?\n/)
    .map((content, i) => ({ content: content.trim(), line: i + 1 }))
    .filter(({ content }) => content !== '' && !content.startsWith('#'));
  if (lines.length === 0) throw new SetError('The file of pairs is empty.');
  if (lines[0]!.content.includes(',')) {
    const header = /^a\s*,\s*b\s*,\s*same$/i.test(lines[0]!.content) ? 1 : 0;
    return lines.slice(header).map(({ content, line }) => parseCsvLine(content, line));
  }
  // LFW starts with how many folds of how many pairs, or how many pairs.
  const counts = /^\d+(\s+\d+)?$/.test(lines[0]!.content) ? 1 : 0;
  return lines.slice(counts).map(({ content, line }) => parseLfwLine(content.split(/\s+/), line));
}

export interface PlacedPairs {
  pairs: Pair[];
  /** Both photographs have the same bytes. */
  identical: number;
  /** A photograph of the pair is not there, or unreadable. */
  absent: NamedPair[];
}

/** @throws SetError when no pair of one person is left, or none of two. */
export function placePairs(named: readonly NamedPair[], sets: FaceSets): PlacedPairs {
  const places = new Map(sets.photos.map(({ path }, i) => [path, i]));
  for (const [path, kept] of sets.duplicates) places.set(path, places.get(kept)!);
  const placed: PlacedPairs = { pairs: [], identical: 0, absent: [] };
  for (const pair of named) {
    const [a, b] = [places.get(pair.a), places.get(pair.b)];
    if (a === undefined || b === undefined) placed.absent.push(pair);
    else if (a === b) placed.identical += 1;
    else placed.pairs.push({ a, b, same: pair.same });
  }
  if (!placed.pairs.some(({ same }) => same) || placed.pairs.every(({ same }) => same)) {
    const example = placed.absent[0] ? ` Not found, for example: ${placed.absent[0].a}.` : '';
    throw new SetError(`The pairs need both some of one person and some of two.${example}`);
  }
  return placed;
}
