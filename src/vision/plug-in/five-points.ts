import { type Affine, fitSimilarity, type Point } from '../affine.ts';

/** Of the iBUG 68: the eye on the picture's left first, as models' templates have it. */
const LEFT_EYE = [36, 37, 38, 39, 40, 41];
const RIGHT_EYE = [42, 43, 44, 45, 46, 47];
const NOSE_TIP = 30;
const MOUTH_CORNERS = [48, 54] as const;

function centreOf(landmarks: readonly Point[], indices: readonly number[]): Point {
  let [x, y] = [0, 0];
  for (const index of indices) {
    x += landmarks[index]![0] / indices.length;
    y += landmarks[index]![1] / indices.length;
  }
  return [x, y];
}

/** Eyes, tip of the nose, corners of the mouth: what recognition models are aligned by. */
export function fivePoints(landmarks: readonly Point[]): Point[] {
  return [
    centreOf(landmarks, LEFT_EYE),
    centreOf(landmarks, RIGHT_EYE),
    landmarks[NOSE_TIP]!,
    landmarks[MOUTH_CORNERS[0]]!,
    landmarks[MOUTH_CORNERS[1]]!,
  ];
}

/** The map from a model's square to the picture: its five points laid over the face's. */
export function alignmentMap(alignment: readonly Point[], landmarks: readonly Point[]): Affine {
  return fitSimilarity(alignment, fivePoints(landmarks));
}
