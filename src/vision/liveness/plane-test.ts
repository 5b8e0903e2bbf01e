import { type DepthPoint, fitLandmarks, fitPixels, type PixelPair, structureOf } from './fit-motion.ts';
import { MESH_POINTS } from './mesh-points.ts';
import { HEAD_PARAMETERS, type Motion, PARALLAX, SHEET_PARAMETERS } from './plane-motion.ts';
import type { SavedView } from './saved-view.ts';

/** What one turn says about whether the face is a picture. */
export interface PlaneEvidence {
  verdict: 'head' | 'flat' | 'unclear';
  /** Between the two views, by the mesh. */
  turnDeg: number;
  /** Depth the landmarks moved by, as a share of a head's at this turn: about 1 = head, 0 = sheet. */
  landmarkDepth: number;
  /** The same by the pixels alone. */
  pixelDepth: number;
  /** Correlation of the views aligned as a head, −1..1. */
  correlation: number;
  /** Share of the sheet's misfit that depth explains, 0..1. */
  gain: number;
}

/** Tuned on generated clips of the first half of the calibration people (see docs/operate/liveness.md). */
export const PLANE_LIMITS = {
  minTurnDeg: 12,
  minLandmarkDepth: 0.3,
  minPixelDepth: 0.4,
  minCorrelation: 0.4,
  minGain: 0.1,
} as const;

const centred = (value: number): number => 2 * value - 1;

/** Landmarks −1..1 with their depths about their mean; lids, lips and chin move by themselves but are outvoted. */
function landmarksOf({ points, depths }: SavedView): DepthPoint[] {
  const mean = depths.reduce((sum, depth) => sum + depth, 0) / depths.length;
  return Array.from({ length: MESH_POINTS }, (_, i) => ({
    x: centred(points[2 * i]!),
    y: centred(points[2 * i + 1]!),
    z: 2 * (depths[i]! - mean),
  }));
}

/** Reach of a landmark's depth over the pixels about it, px. */
const SPLAT_PX = 5;
const SPLAT_SIGMA = 2;

/** The reference's pixels that lie on the face, each with the depth of the landmarks about it. */
function facePixels(landmarks: readonly DepthPoint[], size: number): DepthPoint[] {
  const weights = new Float32Array(size * size);
  const depths = new Float32Array(size * size);
  for (const { x, y, z } of landmarks) {
    const px = ((x + 1) / 2) * size - 0.5;
    const py = ((y + 1) / 2) * size - 0.5;
    for (let v = Math.max(0, Math.ceil(py - SPLAT_PX)); v <= Math.min(size - 1, py + SPLAT_PX); v++) {
      for (let u = Math.max(0, Math.ceil(px - SPLAT_PX)); u <= Math.min(size - 1, px + SPLAT_PX); u++) {
        const weight = Math.exp(-((u - px) ** 2 + (v - py) ** 2) / (2 * SPLAT_SIGMA ** 2));
        weights[v * size + u]! += weight;
        depths[v * size + u]! += weight * z;
      }
    }
  }
  const pixels: DepthPoint[] = [];
  for (let i = 0; i < weights.length; i++) {
    if (weights[i]! < 0.2) continue;
    const x = ((i % size) + 0.5) / size;
    const y = (Math.floor(i / size) + 0.5) / size;
    pixels.push({ x: centred(x), y: centred(y), z: depths[i]! / weights[i]! });
  }
  return pixels;
}

/** Smoothing before the fit, px: from coarse to fine. */
const BLURS = [3, 1];

function fitBoth(
  reference: SavedView,
  turned: SavedView,
  landmarks: readonly DepthPoint[],
  starts: Motion[],
) {
  const size = reference.patchSize;
  const grey = (view: SavedView) => new Uint8Array(Buffer.from(view.patch, 'base64'));
  const points = facePixels(landmarks, size);
  const pairs = BLURS.map(
    (blur): PixelPair => ({
      points,
      reference: structureOf(size, grey(reference), blur),
      turned: structureOf(size, grey(turned), blur),
    }),
  );
  const align = (start: Motion, free: readonly number[]) => {
    let motion = start;
    let correlation = -1;
    for (const pair of pairs) ({ motion, correlation } = fitPixels(pair, motion, free));
    return { motion, correlation };
  };
  const best = (free: readonly number[], from: Motion[]) =>
    from.map((start) => align(start, free)).sort((a, b) => b.correlation - a.correlation)[0]!;
  const sheet = best(SHEET_PARAMETERS, starts.map(withoutDepth));
  return { sheet, head: best(HEAD_PARAMETERS, [...starts, sheet.motion]) };
}

function withoutDepth(motion: Motion): Motion {
  const flat = Float64Array.from(motion);
  flat[PARALLAX] = 0;
  return flat;
}

/**
 * Whether a face that turned has depth. The landmarks alone cannot tell, because the mesh net imagines depth in
 * photographs; so the same question is put to the pixels, where it can imagine nothing: which depth, laid over the
 * reference view, explains the turned view best?
 */
export function testPlane(reference: SavedView, turned: SavedView): PlaneEvidence {
  const turnDeg = turned.yawDeg - reference.yawDeg;
  const landmarks = landmarksOf(reference);
  const targets = Array.from(
    { length: MESH_POINTS },
    (_, i) => [centred(turned.points[2 * i]!), centred(turned.points[2 * i + 1]!)] as const,
  );
  const asHead = fitLandmarks(landmarks, targets, HEAD_PARAMETERS);
  const asSheet = fitLandmarks(landmarks, targets, SHEET_PARAMETERS);
  const { sheet, head } = fitBoth(reference, turned, landmarks, [asHead, asSheet]);
  // Nearer points (smaller z) move to the right when the head turns to its left.
  const expected = -Math.sin((turnDeg * Math.PI) / 180);
  const measures = {
    turnDeg,
    landmarkDepth: asHead[PARALLAX]! / expected,
    pixelDepth: head.motion[PARALLAX]! / expected,
    correlation: head.correlation,
    gain: 1 - (1 - head.correlation) / Math.max(1e-6, 1 - sheet.correlation),
  };
  return { ...measures, verdict: judge(measures) };
}

function judge(measures: Omit<PlaneEvidence, 'verdict'>): PlaneEvidence['verdict'] {
  const { turnDeg, landmarkDepth, pixelDepth, correlation, gain } = measures;
  if (Math.abs(turnDeg) < PLANE_LIMITS.minTurnDeg) return 'unclear';
  if (landmarkDepth < PLANE_LIMITS.minLandmarkDepth) return 'flat';
  if (correlation < PLANE_LIMITS.minCorrelation) return 'unclear';
  return pixelDepth >= PLANE_LIMITS.minPixelDepth && gain >= PLANE_LIMITS.minGain ? 'head' : 'flat';
}
