import { type LocatedFace, locateFaces } from './locate-faces.ts';
import { faceBox } from './measure-face.ts';
import type { FaceDetector } from './nets/blaze-detector.ts';
import { containment, intersectionOverUnion } from './nets/detection.ts';
import type { LandmarkNet } from './nets/landmark-net.ts';
import type { ImagePyramid } from './pixel-image.ts';

export interface FaceFinder {
  blaze: FaceDetector;
  /** Loaded when first needed: most pictures do without it. */
  ssd: () => Promise<FaceDetector>;
  landmarks: LandmarkNet;
}

/** Seen from this much farther away, a face that fills the picture is found too. */
const ZOOM_OUT = 1.6;
/** From so many faces on a picture is a crowd, and smaller ones may stand behind. */
const CROWD_FACES = 3;
/** A picture whose largest face is smaller than this share of its longer side may hold smaller ones. */
const FAR_FACE_SHARE = 0.12;

function isSameFace(a: LocatedFace, b: LocatedFace): boolean {
  const boxes = [faceBox(a), faceBox(b)] as const;
  return intersectionOverUnion(...boxes) > 0.3 || containment(...boxes) > 0.6;
}

function withoutDoubles(faces: readonly LocatedFace[]): LocatedFace[] {
  const kept: LocatedFace[] = [];
  for (const face of faces) {
    if (!kept.some((other) => isSameFace(face, other))) kept.push(face);
  }
  return kept;
}

function mayHideSmallFaces(faces: readonly LocatedFace[], { image }: ImagePyramid): boolean {
  const largestPx = Math.max(...faces.map((face) => face.fit.sidePx));
  return faces.length >= CROWD_FACES || largestPx < FAR_FACE_SHARE * Math.max(image.width, image.height);
}

/**
 * Every face of a picture, largest first. BlazeFace looks first, then from farther away when it sees
 * nobody; the SSD joins in when there is still nobody, and in crowds.
 */
export async function findFaces(picture: ImagePyramid, finder: FaceFinder): Promise<LocatedFace[]> {
  const look = async (detector: FaceDetector, zoomOut: number) =>
    locateFaces(picture, await detector.detect(picture, zoomOut), finder.landmarks);
  let faces = await look(finder.blaze, 1);
  if (faces.length === 0) faces = await look(finder.blaze, ZOOM_OUT);
  if (faces.length === 0 || mayHideSmallFaces(faces, picture)) {
    faces = [...faces, ...(await look(await finder.ssd(), 1))];
  }
  return withoutDoubles(faces).sort((a, b) => b.fit.sidePx - a.fit.sidePx);
}
