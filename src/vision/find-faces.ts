import { type LocatedFace, locateFaces, PATIENT_PASSES, QUICK_PASSES } from './locate-faces.ts';
import { faceBox } from './measure-face.ts';
import type { FaceDetector, SquareView } from './nets/blaze-detector.ts';
import { containment, type Detection, intersectionOverUnion } from './nets/detection.ts';
import type { LandmarkNet } from './nets/landmark-net.ts';
import type { ImagePyramid } from './pixel-image.ts';

export interface FaceFinder {
  blaze: FaceDetector;
  landmarks: LandmarkNet;
}

/** Seen from this much farther away, a face that fills the picture is found too. */
const ZOOM_OUT = 1.6;
/** Next to a face smaller than this share of the view, others may be too small for the view. */
const SMALL_FACE_SHARE = 0.15;
/** Neighbouring tiles share this much, so that no face is cut by both. */
const TILE_OVERLAP = 0.25;
/** Tiles along the picture's longer side, coarse to fine. */
const TILINGS = [2, 3];

function isSameFace(a: LocatedFace, b: LocatedFace): boolean {
  const boxes = [faceBox(a), faceBox(b)] as const;
  return intersectionOverUnion(...boxes) > 0.3 || containment(...boxes) > 0.6;
}

function withoutDoubles(faces: readonly LocatedFace[]): LocatedFace[] {
  const kept: LocatedFace[] = [];
  for (const face of [...faces].sort((a, b) => b.score01 - a.score01)) {
    if (!kept.some((other) => isSameFace(face, other))) kept.push(face);
  }
  return kept;
}

function wholeView({ image }: ImagePyramid, zoomOut: number): SquareView {
  const { width, height } = image;
  return { centre: [width / 2, height / 2], sidePx: Math.max(width, height) * zoomOut };
}

/** Middles of as many tiles as cover a length, evenly spread. */
function tileCentres(lengthPx: number, sidePx: number): number[] {
  if (lengthPx <= sidePx) return [lengthPx / 2];
  const count = Math.ceil((lengthPx - sidePx * TILE_OVERLAP) / (sidePx * (1 - TILE_OVERLAP)) - 1e-9);
  return Array.from({ length: count }, (_, i) => sidePx / 2 + (i * (lengthPx - sidePx)) / (count - 1));
}

/** Overlapping square views, `across` of them along the longer side. */
function tileViews({ image }: ImagePyramid, across: number): SquareView[] {
  const { width, height } = image;
  const sidePx = Math.max(width, height) / (across - (across - 1) * TILE_OVERLAP);
  return tileCentres(height, sidePx).flatMap((y) =>
    tileCentres(width, sidePx).map((x): SquareView => ({ centre: [x, y], sidePx })),
  );
}

function mayMissSmallerFaces(faces: readonly LocatedFace[], viewPx: number): boolean {
  return faces.some((face) => face.fit.sidePx < SMALL_FACE_SHARE * viewPx);
}

/**
 * Every face of a picture, largest first. BlazeFace looks at the whole, then from farther away when it sees
 * nobody. When there is still nobody, or where small faces stand, it looks again through narrower views.
 * When no place that was seen holds up as a face, each gets a second, patient look.
 */
export async function findFaces(
  picture: ImagePyramid,
  { blaze, landmarks }: FaceFinder,
): Promise<LocatedFace[]> {
  const seen: Detection[] = [];
  const look = async (...views: SquareView[]) => {
    const detections: Detection[] = [];
    for (const view of views) detections.push(...(await blaze.detect(picture, view)));
    seen.push(...detections);
    return locateFaces(picture, detections, landmarks, QUICK_PASSES);
  };
  let viewPx = wholeView(picture, 1).sidePx;
  let faces = await look(wholeView(picture, 1));
  if (faces.length === 0) faces = await look(wholeView(picture, ZOOM_OUT));
  for (const across of TILINGS) {
    const isSearching = faces.length === 0 && across === TILINGS[0];
    if (!isSearching && !mayMissSmallerFaces(faces, viewPx)) break;
    const views = tileViews(picture, across);
    viewPx = views[0]!.sidePx;
    faces = withoutDoubles([...faces, ...(await look(...views))]);
  }
  if (faces.length === 0) faces = await locateFaces(picture, seen, landmarks, PATIENT_PASSES);
  return withoutDoubles(faces).sort((a, b) => b.fit.sidePx - a.fit.sidePx);
}
