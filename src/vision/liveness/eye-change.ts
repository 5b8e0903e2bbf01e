import type { LiveFace } from './live-sight.ts';
import { type GreyField, sampleField } from './local-contrast.ts';
import type { SavedView } from './saved-view.ts';

/** Outer and inner corner of each eye, in the order they stand in the picture. */
const EYE_CORNERS = [
  [33, 133],
  [362, 263],
] as const;

/** The window over one eye, in distances between its corners: lids and lashes, no brow. */
const WINDOW = { halfWidth: 0.62, halfHeight: 0.34, columns: 18, rows: 10 } as const;

type View = Pick<SavedView, 'points'> | Pick<LiveFace, 'points'>;

/** The window's values, upright along the eye's corners; null where it leaves the patch. */
function eyeWindow(
  { points }: View,
  field: GreyField,
  [from, to]: readonly [number, number],
): Float32Array | null {
  const at = (point: number, axis: 0 | 1): number => points[2 * point + axis]! * field.size - 0.5;
  const [ax, ay] = [at(to, 0) - at(from, 0), at(to, 1) - at(from, 1)];
  const [cx, cy] = [(at(to, 0) + at(from, 0)) / 2, (at(to, 1) + at(from, 1)) / 2];
  const { halfWidth, halfHeight, columns, rows } = WINDOW;
  const values = new Float32Array(columns * rows);
  for (let i = 0; i < values.length; i++) {
    const u = ((2 * (i % columns)) / (columns - 1) - 1) * halfWidth;
    const v = ((2 * Math.floor(i / columns)) / (rows - 1) - 1) * halfHeight;
    const value = sampleField(field, cx + u * ax - v * ay, cy + u * ay + v * ax);
    if (value === null) return null;
    values[i] = value;
  }
  return values;
}

function correlation(a: Float32Array, b: Float32Array): number {
  const mean = (values: Float32Array): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [da, db] = [a[i]! - meanA, b[i]! - meanB];
    ab += da * db;
    aa += da * da;
    bb += db * db;
  }
  return ab / Math.sqrt(Math.max(1e-9, aa * bb));
}

/**
 * How much the eyes look as in the reference view, 1 = the same; the mean of both eyes' correlations. The mesh net
 * was made for faces with open eyes and follows lids badly, the pixels of a shut eye cannot be mistaken.
 */
export function eyeLikeness(reference: SavedView, face: LiveFace): number {
  const before: GreyField = {
    size: reference.patchSize,
    values: Float32Array.from(Buffer.from(reference.patch, 'base64')),
  };
  const now: GreyField = { size: face.patch.size, values: Float32Array.from(face.patch.grey) };
  const likenesses = EYE_CORNERS.map((corners) => {
    const [a, b] = [eyeWindow(reference, before, corners), eyeWindow(face, now, corners)];
    return a && b ? correlation(a, b) : 1;
  });
  return (likenesses[0]! + likenesses[1]!) / 2;
}
