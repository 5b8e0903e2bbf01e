import { boxMean, type GreyField, localContrast, sampleField } from './local-contrast.ts';
import {
  type Motion,
  movePoint,
  NormalEquations,
  newMovedPoint,
  noMotion,
  type ParallaxPoint,
} from './plane-motion.ts';

const LANDMARK_STEPS = 12;
/** Landmarks farther off than this (of the patch's half side) pull no harder. */
const LANDMARK_TOLERANCE = 0.02;
const DAMPING = 1e-4;

/** Fits the motion of landmarks (Gauss-Newton, Huber weights). */
export function fitLandmarks(
  from: readonly ParallaxPoint[],
  to: ReadonlyArray<readonly [number, number]>,
  free: readonly number[],
): Motion {
  const motion = noMotion();
  const moved = newMovedPoint();
  for (let step = 0; step < LANDMARK_STEPS; step++) {
    const equations = new NormalEquations();
    for (const [i, point] of from.entries()) {
      movePoint(motion, point, moved);
      const rx = to[i]![0] - moved.x;
      const ry = to[i]![1] - moved.y;
      const weight = Math.min(1, LANDMARK_TOLERANCE / Math.max(1e-9, Math.hypot(rx, ry)));
      equations.add(moved.dx, rx, weight);
      equations.add(moved.dy, ry, weight);
    }
    const change = equations.solve(free, DAMPING);
    for (const i of free) motion[i]! += change[i]!;
  }
  return motion;
}

/** What is aligned with what. */
export interface PixelPair {
  /** Structure of the reference view at every point. */
  points: readonly ParallaxPoint[];
  reference: GreyField;
  turned: GreyField;
}

export interface PixelFit {
  motion: Motion;
  /** Correlation of the aligned structure, −1..1. */
  correlation: number;
}

const PIXEL_STEPS = 10;
/** Residuals (in local deviations) beyond this pull no harder: glare, hair, what the turn hides. */
const PIXEL_TOLERANCE = 0.5;
/** Window of the local contrast, px either side. */
const CONTRAST_RADIUS = 8;

/** Of 0..255 grey; `blur` smooths before, so that the fit finds its way from farther off. */
export function structureOf(size: number, grey: Uint8Array, blur: number): GreyField {
  const field = { size, values: Float32Array.from(grey) };
  return localContrast(boxMean(field, blur), CONTRAST_RADIUS);
}

const toPixel = (size: number, value: number): number => ((value + 1) / 2) * size - 0.5;

/** Fits the motion of pixels (Lucas-Kanade with Huber weights), starting from `start`. */
export function fitPixels(pair: PixelPair, start: Motion, free: readonly number[]): PixelFit {
  const { points, reference, turned } = pair;
  const { size, values } = turned;
  const motion = Float64Array.from(start);
  const moved = newMovedPoint();
  const gradient = new Float64Array(moved.dx.length);
  const half = size / 2;
  for (let step = 0; step < PIXEL_STEPS; step++) {
    const equations = new NormalEquations();
    for (const point of points) {
      movePoint(motion, point, moved);
      const px = toPixel(size, moved.x);
      const py = toPixel(size, moved.y);
      const left = Math.floor(px);
      const top = Math.floor(py);
      if (left < 0 || top < 0 || left >= size - 1 || top >= size - 1) continue;
      const fx = px - left;
      const fy = py - top;
      const i = top * size + left;
      const v00 = values[i]!;
      const v10 = values[i + 1]!;
      const v01 = values[i + size]!;
      const v11 = values[i + size + 1]!;
      const gx = ((v10 - v00) * (1 - fy) + (v11 - v01) * fy) * half;
      const gy = ((v01 - v00) * (1 - fx) + (v11 - v10) * fx) * half;
      const value = (v00 * (1 - fx) + v10 * fx) * (1 - fy) + (v01 * (1 - fx) + v11 * fx) * fy;
      const residual = referenceAt(reference, point) - value;
      for (const k of free) gradient[k] = gx * moved.dx[k]! + gy * moved.dy[k]!;
      equations.add(gradient, residual, Math.min(1, PIXEL_TOLERANCE / Math.max(1e-6, Math.abs(residual))));
    }
    const change = equations.solve(free, DAMPING);
    for (const k of free) motion[k]! += change[k]!;
  }
  return { motion, correlation: correlate(pair, motion) };
}

/** The points of the reference lie on its pixels. */
function referenceAt({ size, values }: GreyField, { x, y }: ParallaxPoint): number {
  return values[Math.round(toPixel(size, y)) * size + Math.round(toPixel(size, x))]!;
}

function correlate({ points, reference, turned }: PixelPair, motion: Motion): number {
  const moved = newMovedPoint();
  const { size } = turned;
  let [count, sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0, 0];
  for (const point of points) {
    movePoint(motion, point, moved);
    const b = sampleField(turned, toPixel(size, moved.x), toPixel(size, moved.y));
    if (b === null) continue;
    const a = referenceAt(reference, point);
    count += 1;
    sumA += a;
    sumB += b;
    sumAA += a * a;
    sumBB += b * b;
    sumAB += a * b;
  }
  if (count < points.length / 2) return -1;
  const covariance = sumAB / count - (sumA / count) * (sumB / count);
  const deviations = (sumAA / count - (sumA / count) ** 2) * (sumBB / count - (sumB / count) ** 2);
  return covariance / Math.sqrt(Math.max(1e-12, deviations));
}
