import type { FaceNets } from '../analyse-frame.ts';
import { chipMap } from '../chip.ts';
import { decodeImage } from '../decode-image.ts';
import { exposureFor } from '../exposure.ts';
import { type LocatedFace, locateFaces, QUICK_PASSES } from '../locate-faces.ts';
import { faceBox, greyChip, measureFace } from '../measure-face.ts';
import type { SquareView } from '../nets/blaze-detector.ts';
import { containment, type Detection, intersectionOverUnion, keepBest } from '../nets/detection.ts';
import { ImagePyramid } from '../pixel-image.ts';
import { faceFaults } from '../quality.ts';
import type { Box, ImageResult } from '../types.ts';
import { glimpseAt } from './glimpse.ts';
import type { LookPlan } from './plan-looks.ts';
import { type FrameSize, planViews } from './plan-views.ts';
import type { Sighting, SightingLook } from './track.ts';

export interface FollowOptions {
  plan: LookPlan;
  /** The frame is reduced to this before anything looks at it; 1280 if not said. */
  maxEdgePx?: number;
}

/** What one frame of a sequence shows. */
export interface FollowedFrame extends FrameSize {
  sightings: Sighting[];
  /** Squares the detector looked at. */
  views: number;
  elapsedMs: number;
}

const FRAME_EDGE_PX = 1280;
/** Detections of two views that overlap this much are one face. */
const SAME_FACE = 0.4;
const SAME_FACE_CONTAINED = 0.6;
/** A detection that overlaps a foretold place this much is the face that is followed there. */
const KNOWN_OVERLAP = 0.2;
/** A box may reach beyond its view by this share of its side: the net draws it a little too large. */
const CUT_OFF = 0.05;

/** True when the view's edge cuts through the box though the picture goes on there: another view shows it whole. */
function isCutOff({ box }: Detection, { centre: [x, y], sidePx }: SquareView, size: FrameSize): boolean {
  const slack = box.width * CUT_OFF;
  const [left, top] = [x - sidePx / 2, y - sidePx / 2];
  return (
    (left > 0 && box.x < left - slack) ||
    (top > 0 && box.y < top - slack) ||
    (left + sidePx < size.width && box.x + box.width > left + sidePx + slack) ||
    (top + sidePx < size.height && box.y + box.height > top + sidePx + slack)
  );
}

async function detectThrough(picture: ImagePyramid, views: readonly SquareView[], { blaze }: FaceNets) {
  const found: Detection[] = [];
  for (const view of views) {
    const seen = await blaze.detect(picture, view);
    found.push(...seen.filter((detection) => !isCutOff(detection, view, picture.image)));
  }
  return keepBest(
    found,
    (a, b) => intersectionOverUnion(a, b) > SAME_FACE || containment(a, b) > SAME_FACE_CONTAINED,
  );
}

/** The detection at each wanted place, one for each at most. */
function detectionsAt(wanted: readonly Box[], detections: readonly Detection[]): Set<Detection> {
  const chosen = new Set<Detection>();
  for (const place of wanted) {
    let best: Detection | null = null;
    let most = KNOWN_OVERLAP;
    for (const detection of detections) {
      const overlap = intersectionOverUnion(detection.box, place);
      if (overlap > most && !chosen.has(detection)) [best, most] = [detection, overlap];
    }
    if (best) chosen.add(best);
  }
  return chosen;
}

async function lookClosely(
  picture: ImagePyramid,
  face: LocatedFace,
  { embedding }: FaceNets,
): Promise<SightingLook> {
  const map = chipMap(face.landmarks);
  const grey = greyChip(picture, map);
  const measures = measureFace(face, grey);
  const faults = faceFaults({ ...measures, box: faceBox(face) }, picture.image, 'verify');
  if (faults.length > 0) return { ...measures, faults, template: null };
  const view = { map, exposure: exposureFor(grey), landmarks: face.landmarks };
  const [template] = await embedding.embed(picture, [view], 'lite');
  return { ...measures, faults, template: template ?? null };
}

async function sightingOf(
  picture: ImagePyramid,
  detection: Detection,
  asked: 'glance' | 'shape' | 'template',
  nets: FaceNets,
): Promise<Sighting> {
  const { box, score01 } = detection;
  const seen = { box, score01, glimpse: glimpseAt(picture, box) };
  if (asked === 'glance') return { ...seen, shape: 'unchecked', look: null };
  const [face] = await locateFaces(picture, [detection], nets.landmarks, QUICK_PASSES);
  if (!face) return { ...seen, shape: 'no_face', look: null };
  const look = asked === 'template' ? await lookClosely(picture, face, nets) : null;
  return { ...seen, shape: 'face', look };
}

/**
 * Looks at one frame of a sequence: a glance where faces are followed, the geometry gate where one is new, a template
 * only where the plan wants one.
 */
export async function followFrame(
  bytes: Uint8Array,
  nets: FaceNets,
  { plan, maxEdgePx = FRAME_EDGE_PX }: FollowOptions,
): Promise<ImageResult<FollowedFrame>> {
  const startedMs = performance.now();
  const decoded = await decodeImage(bytes, maxEdgePx);
  if (!decoded.ok) return decoded;
  const picture = new ImagePyramid(decoded.value);
  const { width, height } = decoded.value;
  const views = planViews({ width, height }, plan.known, plan.turn);
  const detections = await detectThrough(picture, views, nets);
  const wanted = detectionsAt(plan.wanted, detections);
  const known = detectionsAt(plan.known, detections);
  const sightings: Sighting[] = [];
  for (const detection of detections) {
    const asked = wanted.has(detection) ? 'template' : known.has(detection) ? 'glance' : 'shape';
    sightings.push(await sightingOf(picture, detection, asked, nets));
  }
  const elapsedMs = performance.now() - startedMs;
  return { ok: true, value: { width, height, sightings, views: views.length, elapsedMs } };
}
