import { type Affine, affineAngleRad, affineScale, fitSimilarity, mapPoint, type Point } from './affine.ts';
import { STEADY_POINTS, STEADY_SHAPE } from './nets/mean-shape.ts';

/** Side of the aligned picture of a face that dlib's net was trained on. */
export const CHIP_PX = 150;
/** Margin about the mean face, as a share of its side. */
const CHIP_PADDING = 0.25;

const CHIP_SHAPE: readonly Point[] = STEADY_SHAPE.map(([x, y]) => [
  ((CHIP_PADDING + x) / (2 * CHIP_PADDING + 1)) * CHIP_PX,
  ((CHIP_PADDING + y) / (2 * CHIP_PADDING + 1)) * CHIP_PX,
]);

const steady = (landmarks: readonly Point[]): Point[] => STEADY_POINTS.map((point) => landmarks[point]!);

/** The map from the chip to the picture: the mean shape laid over the landmarks. */
export function chipMap(landmarks: readonly Point[]): Affine {
  return fitSimilarity(CHIP_SHAPE, steady(landmarks));
}

export interface ShapeFit {
  /** Root mean square distance of the landmarks from the mean shape, as a share of the face's side. */
  residual: number;
  /** Side of the face, px. */
  sidePx: number;
  /** Head roll. */
  angleRad: number;
}

/** How much the landmarks look like a face. */
export function fitShape(landmarks: readonly Point[]): ShapeFit {
  const points = steady(landmarks);
  const map = fitSimilarity(STEADY_SHAPE, points);
  const sidePx = affineScale(map);
  let squares = 0;
  for (const [i, point] of points.entries()) {
    const [x, y] = mapPoint(map, STEADY_SHAPE[i]!);
    squares += (x - point[0]) ** 2 + (y - point[1]) ** 2;
  }
  return { residual: Math.sqrt(squares / points.length) / sidePx, sidePx, angleRad: affineAngleRad(map) };
}
