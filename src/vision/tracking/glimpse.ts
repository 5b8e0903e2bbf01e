import { squareAround } from '../affine.ts';
import type { ImagePyramid } from '../pixel-image.ts';
import { sampleSquare } from '../sample-square.ts';
import type { Box } from '../types.ts';

const GLIMPSE_PX = 8;

/** What is in a box, very coarsely: 8×8 colours without their mean, of unit length. Costs next to nothing. */
export type Glimpse = Float32Array;

export function glimpseAt(picture: ImagePyramid, { x, y, width, height }: Box): Glimpse {
  const glimpse = new Float32Array(3 * GLIMPSE_PX * GLIMPSE_PX);
  const view = squareAround([x + width / 2, y + height / 2], Math.max(width, height), 0, GLIMPSE_PX);
  sampleSquare(picture, view, GLIMPSE_PX, glimpse);
  const mean = glimpse.reduce((sum, value) => sum + value, 0) / glimpse.length;
  const length = Math.sqrt(glimpse.reduce((sum, value) => sum + (value - mean) ** 2, 0));
  return glimpse.map((value) => (length > 0 ? (value - mean) / length : 0));
}

/** 1 = the same, about 0 = nothing in common. */
export function likeness(a: Glimpse, b: Glimpse): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}
