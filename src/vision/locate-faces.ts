import type { Point } from './affine.ts';
import { fitShape, type ShapeFit } from './chip.ts';
import type { Detection } from './nets/detection.ts';
import type { FaceSquare, LandmarkNet } from './nets/landmark-net.ts';
import type { ImagePyramid } from './pixel-image.ts';

/** A face whose landmarks passed the geometry gate. */
export interface LocatedFace {
  score01: number;
  /** 68 points in pixels of the picture. */
  landmarks: Point[];
  fit: ShapeFit;
}

/**
 * What keeps false faces out. Lengths are shares of the face's side.
 * Measured on the calibration photographs; see docs of the benchmark.
 */
export const GEOMETRY_GATE = { maxResidual: 0.12, minShareOfBox: 0.33, maxMovement: 0.07 } as const;

/** The landmarks' bounding box is a little tighter than the crops the net was trained on. */
const LANDMARK_BOX_MARGIN = 1.1;

function squareOfDetection({ box, rollRad }: Detection, picture: ImagePyramid): FaceSquare {
  const { width, height } = picture.image;
  const left = Math.max(0, box.x);
  const top = Math.max(0, box.y);
  const right = Math.min(width, box.x + box.width);
  const bottom = Math.min(height, box.y + box.height);
  return {
    centre: [(left + right) / 2, (top + bottom) / 2],
    sidePx: Math.max(1, right - left, bottom - top),
    angleRad: rollRad ?? 0,
  };
}

/** The square about the landmarks in the face's own, upright frame. */
function squareOfLandmarks(landmarks: readonly Point[], angleRad: number): FaceSquare {
  const cosine = Math.cos(angleRad);
  const sine = Math.sin(angleRad);
  const across = landmarks.map(([x, y]) => x * cosine + y * sine);
  const down = landmarks.map(([x, y]) => y * cosine - x * sine);
  const left = Math.min(...across);
  const top = Math.min(...down);
  const width = Math.max(...across) - left;
  const height = Math.max(...down) - top;
  const u = left + width / 2;
  const v = top + height / 2;
  return {
    centre: [u * cosine - v * sine, u * sine + v * cosine],
    sidePx: Math.max(width, height, 1) * LANDMARK_BOX_MARGIN,
    angleRad,
  };
}

/** Root mean square movement of the landmarks, px. */
function movementPx(before: readonly Point[], after: readonly Point[]): number {
  const squares = before.map(([x, y], i) => (x - after[i]![0]) ** 2 + (y - after[i]![1]) ** 2);
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / before.length);
}

function passesGate(fit: ShapeFit, detection: Detection, movedPx: number): boolean {
  const boxSide = Math.max(detection.box.width, detection.box.height);
  return (
    fit.residual < GEOMETRY_GATE.maxResidual &&
    fit.sidePx / boxSide > GEOMETRY_GATE.minShareOfBox &&
    movedPx / fit.sidePx < GEOMETRY_GATE.maxMovement
  );
}

/** Finds the landmarks of every detection, twice, and keeps those that look like a face both times. */
export async function locateFaces(
  picture: ImagePyramid,
  detections: readonly Detection[],
  net: LandmarkNet,
): Promise<LocatedFace[]> {
  const rough = await net.locate(
    picture,
    detections.map((detection) => squareOfDetection(detection, picture)),
  );
  const refined = await net.locate(
    picture,
    rough.map((landmarks) => squareOfLandmarks(landmarks, fitShape(landmarks).angleRad)),
  );
  return detections.flatMap((detection, i) => {
    const landmarks = refined[i]!;
    const fit = fitShape(landmarks);
    const isFace = passesGate(fit, detection, movementPx(rough[i]!, landmarks));
    return isFace ? [{ score01: detection.score01, landmarks, fit }] : [];
  });
}
