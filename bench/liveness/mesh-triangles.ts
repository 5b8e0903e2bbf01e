import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from '../../src/vision/index.ts';

/** MediaPipe's tessellation of the 468 points, 880 triangles, as the installed package `@vladmandic/human` lists it. */
export function readMeshTriangles(): number[] {
  const path = join(packageFolder('@vladmandic/human'), 'src', 'face', 'facemeshcoords.ts');
  const list = /TRI468[^=]*=\s*\[([^\]]*)\]/.exec(readFileSync(path, 'utf8'))?.[1];
  if (!list) throw new Error(`No triangulation of the face mesh in ${path}.`);
  return list
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map(Number);
}

/** The gap between the lips, which the tessellation leaves open. */
export const LIP_GAP = [
  78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308, 324, 318, 402, 317, 14, 87, 178, 88, 95,
];

/** Point of the upper lid, point of the lower lid it comes down to. */
export const LID_PAIRS: ReadonlyArray<readonly [number, number]> = [
  [246, 7],
  [161, 163],
  [160, 144],
  [159, 145],
  [158, 153],
  [157, 154],
  [173, 155],
  [466, 249],
  [388, 390],
  [387, 373],
  [386, 374],
  [385, 380],
  [384, 381],
  [398, 382],
];

/** The fold above each upper lid's point, in the order of `LID_PAIRS`. */
export const LID_FOLDS = [247, 30, 29, 27, 28, 56, 190, 467, 260, 259, 257, 258, 286, 414];

/** Lips that hang on the lower jaw, and those that do not. */
export const LOWER_LIP = [
  146, 91, 181, 84, 17, 314, 405, 321, 375, 95, 88, 178, 87, 14, 317, 402, 318, 324, 77, 90, 180, 85, 16, 315,
  404, 320, 307, 96, 89, 179, 86, 15, 316, 403, 319, 325,
];
export const UPPER_LIP = [
  185, 40, 39, 37, 0, 267, 269, 270, 409, 191, 80, 81, 82, 13, 312, 311, 310, 415, 184, 74, 73, 72, 11, 302,
  303, 304, 408, 183, 42, 41, 38, 12, 268, 271, 272, 407,
];
export const LIP_CORNERS = [61, 291, 78, 308, 76, 306, 62, 292];
