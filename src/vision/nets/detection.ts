import type { Box } from '../types.ts';

/** A place where a detector sees a face. */
export interface Detection {
  box: Box;
  score01: number;
  /** Head roll, where the detector sees it. */
  rollRad?: number;
}

function intersectionArea(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, width) * Math.max(0, height);
}

export function intersectionOverUnion(a: Box, b: Box): number {
  const common = intersectionArea(a, b);
  return common / (a.width * a.height + b.width * b.height - common);
}

/** Share of the smaller box that lies in the other one: 1 when one holds the other. */
export function containment(a: Box, b: Box): number {
  return intersectionArea(a, b) / Math.min(a.width * a.height, b.width * b.height);
}

/** Keeps the best of every heap of overlapping detections (non-maximum suppression), best first. */
export function keepBest<T extends Detection>(
  detections: readonly T[],
  overlaps: (a: Box, b: Box) => boolean,
): T[] {
  const kept: T[] = [];
  for (const candidate of [...detections].sort((a, b) => b.score01 - a.score01)) {
    if (!kept.some((other) => overlaps(candidate.box, other.box))) kept.push(candidate);
  }
  return kept;
}

export function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}
