import type { LiveFace } from './live-sight.ts';

/** A moment's landmarks and pixels, for the plane test. Plain data. */
export interface SavedView {
  yawDeg: number;
  /** See `LiveFace`: 468 × 2 and 468. */
  points: number[];
  depths: number[];
  patchSize: number;
  /** Base64 of the patch's grey values. */
  patch: string;
}

/** Finer than the mesh net's own error. */
const round = (value: number): number => Math.round(value * 1e5) / 1e5;

/** A moment as plain data. */
export function saveView({ yawDeg, points, depths, patch }: LiveFace): SavedView {
  return {
    yawDeg,
    points: Array.from(points, round),
    depths: Array.from(depths, round),
    patchSize: patch.size,
    patch: Buffer.from(patch.grey).toString('base64'),
  };
}
