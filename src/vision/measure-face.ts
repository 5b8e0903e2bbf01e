import { type Affine, mapPoint, type Point } from './affine.ts';
import { CHIP_PX, chipMap } from './chip.ts';
import { greyOf } from './exposure.ts';
import type { LocatedFace } from './locate-faces.ts';
import type { ImagePyramid } from './pixel-image.ts';
import { sampleSquare } from './sample-square.ts';
import type { Box } from './types.ts';

/** The chip spans one and a half sides of the mean face. */
const CHIP_SIDES = 1.5;
const RAD_TO_DEG = 180 / Math.PI;

/** Distances jaw to nose, as in ISO/IEC 19794-5's frontal test: points of the iBUG 68. */
const NOSE_TIP = 30;
const RIGHT_JAW = [0, 2];
const LEFT_JAW = [16, 14];
const RIGHT_EYE = [36, 37, 38, 39, 40, 41];
const LEFT_EYE = [42, 43, 44, 45, 46, 47];

const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);

function centreOf(landmarks: readonly Point[], indices: readonly number[]): Point {
  const points = indices.map((index) => landmarks[index]!);
  const sum = (axis: 0 | 1) => points.reduce((total, point) => total + point[axis], 0);
  return [sum(0) / points.length, sum(1) / points.length];
}

/** The upright square about the aligned chip. */
export function faceBox({ landmarks, fit }: LocatedFace): Box {
  const middle = (CHIP_PX - 1) / 2;
  const [x, y] = mapPoint(chipMap(landmarks), [middle, middle]);
  const side = fit.sidePx * CHIP_SIDES;
  return { x: x - side / 2, y: y - side / 2, width: side, height: side };
}

function turnOf(landmarks: readonly Point[]): number {
  const reach = (jaw: readonly number[]) =>
    jaw.reduce((sum, index) => sum + distance(landmarks[index]!, landmarks[NOSE_TIP]!), 0);
  const right = reach(RIGHT_JAW);
  const left = reach(LEFT_JAW);
  return (right - left) / (right + left);
}

/** Grey of the aligned chip, 0..255, row by row. */
export function greyChip(picture: ImagePyramid, map: Affine): Float32Array {
  const planes = new Float32Array(3 * CHIP_PX * CHIP_PX);
  sampleSquare(picture, map, CHIP_PX, planes);
  return greyOf(planes, CHIP_PX);
}

function meanAndVariance(values: Iterable<number>): { mean: number; variance: number } {
  let sum = 0;
  let squares = 0;
  let count = 0;
  for (const value of values) {
    sum += value;
    squares += value * value;
    count += 1;
  }
  const mean = sum / count;
  return { mean, variance: squares / count - mean * mean };
}

/** The inner part of the chip: the face without hair and background. */
const INNER_START = 25;
const INNER_END = CHIP_PX - 25;

function* laplacian(grey: Float32Array): Generator<number> {
  for (let y = INNER_START; y < INNER_END; y++) {
    for (let x = INNER_START; x < INNER_END; x++) {
      const i = y * CHIP_PX + x;
      yield grey[i - 1]! + grey[i + 1]! + grey[i - CHIP_PX]! + grey[i + CHIP_PX]! - 4 * grey[i]!;
    }
  }
}

function* inner(grey: Float32Array): Generator<number> {
  for (let y = INNER_START; y < INNER_END; y++) {
    for (let x = INNER_START; x < INNER_END; x++) yield grey[y * CHIP_PX + x]!;
  }
}

export interface FaceMeasures {
  eyeDistancePx: number;
  rollDeg: number;
  turn: number;
  sharpness: number;
  brightness01: number;
}

export function measureFace({ landmarks, fit }: LocatedFace, grey: Float32Array): FaceMeasures {
  const { mean, variance } = meanAndVariance(inner(grey));
  return {
    eyeDistancePx: distance(centreOf(landmarks, RIGHT_EYE), centreOf(landmarks, LEFT_EYE)),
    rollDeg: fit.angleRad * RAD_TO_DEG,
    turn: turnOf(landmarks),
    sharpness: meanAndVariance(laplacian(grey)).variance / Math.max(1, variance),
    brightness01: mean / 255,
  };
}
