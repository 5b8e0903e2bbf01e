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

/** Landmarks that have not settled at the second look are mostly not a face's. */
export const QUICK_PASSES = 2;
/** Strongly tilted faces take longer. */
export const PATIENT_PASSES = 5;

/**
 * Detectors' boxes sit tighter about the face than the net's training crops. Measured: head roll ±30° and
 * darkness lose a point less with it, upright faces nothing.
 */
const DETECTION_MARGIN = 1.15;
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
    sidePx: Math.max(1, right - left, bottom - top) * DETECTION_MARGIN,
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

interface Candidate {
  detection: Detection;
  landmarks: Point[];
  fit: ShapeFit;
  movedPx: number;
}

function hasSettled({ fit, movedPx }: Candidate): boolean {
  return movedPx / fit.sidePx < GEOMETRY_GATE.maxMovement;
}

function looksLikeAFace({ detection, fit }: Candidate): boolean {
  const boxSide = Math.max(detection.box.width, detection.box.height);
  return fit.residual < GEOMETRY_GATE.maxResidual && fit.sidePx / boxSide > GEOMETRY_GATE.minShareOfBox;
}

async function lookAgain(
  picture: ImagePyramid,
  candidates: readonly Candidate[],
  net: LandmarkNet,
): Promise<Candidate[]> {
  const squares = candidates.map(({ landmarks, fit }) => squareOfLandmarks(landmarks, fit.angleRad));
  const found = await net.locate(picture, squares);
  return candidates.map(({ detection, landmarks: before }, i) => {
    const landmarks = found[i]!;
    return { detection, landmarks, fit: fitShape(landmarks), movedPx: movementPx(before, landmarks) };
  });
}

/**
 * Finds the landmarks of every detection, each time on a square that the last look made better, until they
 * stay where they are; keeps those that then look like a face.
 * @param passes how many looks at most, `QUICK_PASSES` or `PATIENT_PASSES`.
 */
export async function locateFaces(
  picture: ImagePyramid,
  detections: readonly Detection[],
  net: LandmarkNet,
  passes: number,
): Promise<LocatedFace[]> {
  const squares = detections.map((detection) => squareOfDetection(detection, picture));
  const first = await net.locate(picture, squares);
  let open: Candidate[] = detections.map((detection, i) => {
    const landmarks = first[i]!;
    return { detection, landmarks, fit: fitShape(landmarks), movedPx: Infinity };
  });
  const settled: Candidate[] = [];
  for (let pass = 2; pass <= passes && open.length > 0; pass++) {
    const seen = await lookAgain(picture, open, net);
    settled.push(...seen.filter(hasSettled));
    open = seen.filter((candidate) => !hasSettled(candidate));
  }
  return settled
    .filter(looksLikeAFace)
    .map(({ detection, landmarks, fit }) => ({ score01: detection.score01, landmarks, fit }));
}
