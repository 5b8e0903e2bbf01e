import { type LocatedFace, locateFaces, PATIENT_PASSES, QUICK_PASSES } from './locate-faces.ts';
import { faceBox } from './measure-face.ts';
import type { FaceDetector, SquareView } from './nets/blaze-detector.ts';
import { containment, type Detection, intersectionOverUnion, keepBest } from './nets/detection.ts';
import type { LandmarkNet } from './nets/landmark-net.ts';
import type { ImagePyramid } from './pixel-image.ts';

export interface FaceFinder {
  blaze: FaceDetector;
  landmarks: LandmarkNet;
}

/** Seen from this much farther away, a face that fills the picture is found too. */
const ZOOM_OUT = 1.6;
/** Next to one face others may be half as large, and half of this share of a view is what BlazeFace needs. */
const COMFORTABLE_SHARE = 0.15;
/** Neighbouring tiles share this much, so that no face is cut by both. */
const TILE_OVERLAP = 0.25;
/** Detections that overlap this much are one, seen through two views. */
const SAME_DETECTION = 0.4;
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

/** A detector's box is about this much of the box a located face is given. */
const DETECTION_SHARE = 0.8;

/** True when the detection is another sight of a face already located. */
function isLocated({ box }: Detection, faces: readonly LocatedFace[]): boolean {
  return faces.some((face) => {
    const known = faceBox(face);
    const side = known.width * DETECTION_SHARE;
    const inset = (known.width - side) / 2;
    const core = { x: known.x + inset, y: known.y + inset, width: side, height: side };
    return intersectionOverUnion(box, core) > SAME_DETECTION;
  });
}

interface PictureSize {
  width: number;
  height: number;
}

/** The whole picture in a square, `zoomOut` times as large as needed. */
export function wholeView({ width, height }: PictureSize, zoomOut: number): SquareView {
  return { centre: [width / 2, height / 2], sidePx: Math.max(width, height) * zoomOut };
}

/** Middles of as many tiles as cover a length, evenly spread. */
function tileCentres(lengthPx: number, sidePx: number): number[] {
  if (lengthPx <= sidePx) return [lengthPx / 2];
  const count = Math.ceil((lengthPx - sidePx * TILE_OVERLAP) / (sidePx * (1 - TILE_OVERLAP)) - 1e-9);
  return Array.from({ length: count }, (_, i) => sidePx / 2 + (i * (lengthPx - sidePx)) / (count - 1));
}

function tileSidePx({ width, height }: PictureSize, across: number): number {
  return Math.max(width, height) / (across - (across - 1) * TILE_OVERLAP);
}

/** Overlapping square views, `across` of them along the longer side. */
export function tileViews({ width, height }: PictureSize, across: number): SquareView[] {
  const sidePx = tileSidePx({ width, height }, across);
  return tileCentres(height, sidePx).flatMap((y) =>
    tileCentres(width, sidePx).map((x): SquareView => ({ centre: [x, y], sidePx })),
  );
}

function showsComfortably(faces: readonly LocatedFace[], viewPx: number): boolean {
  return faces.every((face) => face.fit.sidePx >= COMFORTABLE_SHARE * viewPx);
}

/** The tiling to look through next, or null when what has been looked through is fine enough. */
function nextTiling(
  picture: PictureSize,
  faces: readonly LocatedFace[],
  lookedAcross: number,
): number | null {
  const finer = TILINGS.filter((across) => across > lookedAcross);
  if (finer.length === 0) return null;
  if (faces.length === 0) return lookedAcross === 1 ? finer[0]! : null;
  const lookedPx = lookedAcross === 1 ? wholeView(picture, 1).sidePx : tileSidePx(picture, lookedAcross);
  if (showsComfortably(faces, lookedPx)) return null;
  return finer.find((across) => showsComfortably(faces, tileSidePx(picture, across))) ?? finer.at(-1)!;
}

/** `everywhere` = small, far and doubtful faces too; `near` = who stands before the camera, and nothing that only looks like a face. */
export type FaceSearch = 'everywhere' | 'near';

/**
 * Every face of a picture, largest first. BlazeFace looks at the whole, then from farther away when it sees
 * nobody. When there is still nobody, or where small faces stand, it looks again through narrower views.
 * When no place that was seen holds up as a face, each gets a second, patient look.
 */
export async function findFaces(
  picture: ImagePyramid,
  { blaze, landmarks }: FaceFinder,
  search: FaceSearch = 'everywhere',
): Promise<LocatedFace[]> {
  const seen: Detection[] = [];
  let faces: LocatedFace[] = [];
  const look = async (...views: SquareView[]) => {
    const found: Detection[] = [];
    for (const view of views) found.push(...(await blaze.detect(picture, view)));
    // While nobody is found every sight is tried: the second best of a heap may be the one that holds up.
    const distinct =
      faces.length === 0 ? found : keepBest(found, (a, b) => intersectionOverUnion(a, b) > SAME_DETECTION);
    const unknown = distinct.filter((detection) => !isLocated(detection, faces));
    seen.push(...unknown);
    faces = withoutDoubles([...faces, ...(await locateFaces(picture, unknown, landmarks, QUICK_PASSES))]);
  };
  await look(wholeView(picture.image, 1));
  if (faces.length === 0) await look(wholeView(picture.image, ZOOM_OUT));
  if (search === 'everywhere') {
    for (
      let across = nextTiling(picture.image, faces, 1);
      across;
      across = nextTiling(picture.image, faces, across)
    ) {
      await look(...tileViews(picture.image, across));
    }
  }
  if (faces.length === 0 && search === 'everywhere')
    faces = await locateFaces(picture, seen, landmarks, PATIENT_PASSES);
  return withoutDoubles(faces).sort((a, b) => b.fit.sidePx - a.fit.sidePx);
}
