import { fitLandmarks, fitPixels, type PixelFit, type PixelPair, structureOf } from './fit-motion.ts';
import { MESH_POINTS } from './mesh-points.ts';
import {
  HEAD_PARAMETERS,
  type Motion,
  noMotion,
  PARALLAX,
  type ParallaxPoint,
  SHEET_PARAMETERS,
} from './plane-motion.ts';
import type { SavedView } from './saved-view.ts';

/** What one turn says about whether the face is a picture. */
export interface PlaneEvidence {
  verdict: 'head' | 'flat' | 'unclear';
  /** Between the two views, by the mesh. */
  turnDeg: number;
  /** Depth the landmarks moved by, as a share of a head's at this turn: about 1 = head, 0 = sheet. */
  landmarkDepth: number;
  /** Correlation of the two views' pixels when the one is moved as a sheet onto the other, −1..1. */
  sheet: number;
}

/** Tuned on generated clips of the first half of the calibration people (see docs/operate/liveness.md). */
export const PLANE_LIMITS = {
  minTurnDeg: 16,
  minLandmarkDepth: 0.75,
  /** Above this the turned view is the straight one, moved as a sheet. */
  maxSheet: 0.89,
  /** Below this the views have nothing to do with each other: blur, glare, another picture. */
  minSheet: 0.55,
} as const;

const centred = (value: number): number => 2 * value - 1;

/** Landmarks −1..1, each with the parallax that its depth gives it in a turn of 90°. */
function landmarksOf({ points, depths }: SavedView): ParallaxPoint[] {
  const mean = depths.reduce((sum, depth) => sum + depth, 0) / depths.length;
  return Array.from({ length: MESH_POINTS }, (_, i) => ({
    x: centred(points[2 * i]!),
    y: centred(points[2 * i + 1]!),
    // Nearer points (smaller depth) move to the right when the head turns to its left.
    px: -2 * (depths[i]! - mean),
    py: 0,
  }));
}

type Place = readonly [x: number, y: number];

const targetsOf = ({ points }: SavedView): Place[] =>
  Array.from(
    { length: MESH_POINTS },
    (_, i) => [centred(points[2 * i]!), centred(points[2 * i + 1]!)] as const,
  );

/** Pixels this far from a landmark still lie on the face, px. */
const REACH_PX = 4;

/** Every `step`th of the reference's pixels that lie on the face. */
function facePixels(landmarks: readonly ParallaxPoint[], size: number, step: number): ParallaxPoint[] {
  const isFace = new Uint8Array(size * size);
  for (const { x, y } of landmarks) {
    const column = Math.round(((x + 1) / 2) * size - 0.5);
    const row = Math.round(((y + 1) / 2) * size - 0.5);
    for (let v = Math.max(0, row - REACH_PX); v <= Math.min(size - 1, row + REACH_PX); v++)
      isFace.fill(
        1,
        v * size + Math.max(0, column - REACH_PX),
        v * size + Math.min(size, column + REACH_PX + 1),
      );
  }
  const pixels: ParallaxPoint[] = [];
  for (let v = 0; v < size; v += step) {
    for (let u = v % (2 * step) === 0 ? 0 : step >> 1; u < size; u += step) {
      if (!isFace[v * size + u]) continue;
      pixels.push({ x: centred((u + 0.5) / size), y: centred((v + 0.5) / size), px: 0, py: 0 });
    }
  }
  return pixels;
}

/** From coarse to fine: smoothing and distance of the pixels that are looked at, px. */
const STAGES = [
  { blur: 5, step: 4 },
  { blur: 3, step: 3 },
  { blur: 1, step: 2 },
];

/** How well the turned view is the reference view moved as a sheet. */
function alignAsSheet(
  reference: SavedView,
  turned: SavedView,
  landmarks: readonly ParallaxPoint[],
  starts: readonly Motion[],
): number {
  const size = reference.patchSize;
  const grey = (view: SavedView) => new Uint8Array(Buffer.from(view.patch, 'base64'));
  const [before, after] = [grey(reference), grey(turned)];
  const pairs = STAGES.map(
    ({ blur, step }): PixelPair => ({
      points: facePixels(landmarks, size, step),
      reference: structureOf(size, before, blur),
      turned: structureOf(size, after, blur),
    }),
  );
  const align = (start: Motion): number => {
    let fitted: PixelFit = { motion: start, correlation: -1 };
    for (const pair of pairs) fitted = fitPixels(pair, fitted.motion, SHEET_PARAMETERS);
    return fitted.correlation;
  };
  return Math.max(...starts.map(align));
}

/**
 * Whether a face that turned has depth. The landmarks alone cannot tell, because the mesh net imagines depth in
 * photographs; so the pixels are asked, too, where nothing can be imagined: the more of the turned view is the
 * straight one moved as a sheet, the more it is one.
 */
export function testPlane(reference: SavedView, turned: SavedView): PlaneEvidence {
  const turnDeg = turned.yawDeg - reference.yawDeg;
  const landmarks = landmarksOf(reference);
  const targets = targetsOf(turned);
  const asHead = fitLandmarks(landmarks, targets, HEAD_PARAMETERS);
  const asSheet = fitLandmarks(landmarks, targets, SHEET_PARAMETERS);
  const measures = {
    turnDeg,
    landmarkDepth: asHead[PARALLAX]! / Math.sin((turnDeg * Math.PI) / 180),
    sheet: alignAsSheet(reference, turned, landmarks, [asSheet, noMotion()]),
  };
  return { ...measures, verdict: judge(measures) };
}

function judge({ turnDeg, landmarkDepth, sheet }: Omit<PlaneEvidence, 'verdict'>): PlaneEvidence['verdict'] {
  if (Math.abs(turnDeg) < PLANE_LIMITS.minTurnDeg) return 'unclear';
  if (landmarkDepth < PLANE_LIMITS.minLandmarkDepth || sheet > PLANE_LIMITS.maxSheet) return 'flat';
  return sheet < PLANE_LIMITS.minSheet ? 'unclear' : 'head';
}
