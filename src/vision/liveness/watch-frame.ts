import { mapPoint } from '../affine.ts';
import type { FaceNets } from '../analyse-frame.ts';
import { chipMap } from '../chip.ts';
import { decodeImage, FRAME_PIXELS } from '../decode-image.ts';
import { exposureFor } from '../exposure.ts';
import { locateFaces, QUICK_PASSES } from '../locate-faces.ts';
import { greyChip } from '../measure-face.ts';
import type { Detection } from '../nets/detection.ts';
import type { FaceSquare } from '../nets/landmark-net.ts';
import { ImagePyramid } from '../pixel-image.ts';
import type { ImageResult } from '../types.ts';
import { frameFacts } from './frame-facts.ts';
import type { LiveFace, LiveSight } from './live-sight.ts';
import { measureMesh } from './measure-mesh.ts';
import type { FaceMesh, MeshNet } from './mesh-net.ts';
import { FACE_OUTLINE, LEFT_EYE_OUTER, MESH_POINTS, RIGHT_EYE_OUTER } from './mesh-points.ts';

export interface WatchOptions {
  /** Also take a template of the largest face, in four times the time; no if not said. */
  template?: boolean;
  /** The frame is reduced to this before anything looks at it; 640 if not said. */
  maxEdgePx?: number;
}

const DEFAULT_EDGE_PX = 640;
/** The mesh net was trained on squares with a quarter of margin on every side. */
const MESH_MARGIN = 1.5;
/** Faces narrower than this share of the largest are people far behind. */
const RIVAL_WIDTH = 0.6;
/** Below this the net sees no face in the square. */
const MIN_PRESENCE = 0.5;
const RAD_TO_DEG = 180 / Math.PI;

function squareOf({ box, rollRad = 0 }: Detection): FaceSquare {
  return {
    centre: [box.x + box.width / 2, box.y + box.height / 2],
    sidePx: Math.max(box.width, box.height) * MESH_MARGIN,
    angleRad: rollRad,
  };
}

const INPUT_PX = 192;

/** The square about the mesh, upright by the eyes: the second look is steadier than the detector's box. */
function squareOfMesh({ mesh, map, sidePx }: FaceMesh, angleRad: number): FaceSquare {
  const xs = FACE_OUTLINE.map((point) => mesh[3 * point]!);
  const ys = FACE_OUTLINE.map((point) => mesh[3 * point + 1]!);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const dx = mesh[3 * LEFT_EYE_OUTER]! - mesh[3 * RIGHT_EYE_OUTER]!;
  const dy = mesh[3 * LEFT_EYE_OUTER + 1]! - mesh[3 * RIGHT_EYE_OUTER + 1]!;
  return {
    centre: mapPoint(map, [((left + right) / 2) * INPUT_PX, ((top + bottom) / 2) * INPUT_PX]),
    sidePx: Math.max(right - left, bottom - top) * sidePx * MESH_MARGIN,
    angleRad: angleRad + Math.atan2(dy, dx),
  };
}

async function templateOf(
  picture: ImagePyramid,
  detection: Detection,
  nets: FaceNets,
): Promise<Float32Array | null> {
  const [face] = await locateFaces(picture, [detection], nets.landmarks, QUICK_PASSES);
  if (!face) return null;
  const map = chipMap(face.landmarks);
  const exposure = exposureFor(greyChip(picture, map));
  const [template] = await nets.embedding.embed(
    picture,
    [{ map, exposure, landmarks: face.landmarks }],
    'lite',
  );
  return template ?? null;
}

/** The mesh of a detected face, in a square that is upright for it; null when the net sees no face there. */
export async function findMesh(
  picture: ImagePyramid,
  detection: Detection,
  meshNet: MeshNet,
): Promise<{ found: FaceMesh; angleRad: number } | null> {
  const square = squareOf(detection);
  const first = await meshNet.locate(picture, square);
  if (first.presence01 < MIN_PRESENCE) return null;
  const upright = squareOfMesh(first, square.angleRad);
  const found = await meshNet.locate(picture, upright);
  return found.presence01 < MIN_PRESENCE ? null : { found, angleRad: upright.angleRad };
}

async function watchFace(
  picture: ImagePyramid,
  detection: Detection,
  meshNet: MeshNet,
): Promise<Omit<LiveFace, 'template'> | null> {
  const located = await findMesh(picture, detection, meshNet);
  if (!located) return null;
  const { mesh, presence01, patch, sidePx } = located.found;
  const { eyeSpan, ...measures } = measureMesh(mesh);
  const { width, height } = picture.image;
  const { box } = detection;
  return {
    ...measures,
    box: { x: box.x / width, y: box.y / height, width: box.width / width, height: box.height / height },
    presence01,
    eyeSpanPx: eyeSpan * sidePx,
    rollDeg: located.angleRad * RAD_TO_DEG,
    points: Float32Array.from({ length: 2 * MESH_POINTS }, (_, i) => mesh[3 * (i >> 1) + (i & 1)]!),
    depths: Float32Array.from({ length: MESH_POINTS }, (_, i) => mesh[3 * i + 2]!),
    patch,
  };
}

/** Looks at decoded pixels; see `watchFrame`. */
async function watchPicture(
  picture: ImagePyramid,
  nets: FaceNets,
  meshNet: MeshNet,
  wantsTemplate: boolean,
): Promise<LiveSight> {
  const { width, height } = picture.image;
  const frame = frameFacts(picture);
  const view = { centre: [width / 2, height / 2] as const, sidePx: Math.max(width, height) };
  const found = await nets.blaze.detect(picture, view);
  const [largest, ...others] = found.sort((a, b) => b.box.width - a.box.width);
  const seen = largest ? await watchFace(picture, largest, meshNet) : null;
  if (!largest || !seen) return { frame, faces: 0, face: null };
  const template = wantsTemplate ? await templateOf(picture, largest, nets) : null;
  const rivals = others.filter(({ box }) => box.width >= RIVAL_WIDTH * largest.box.width);
  return { frame, faces: 1 + rivals.length, face: { ...seen, template } };
}

/** What one camera frame (JPEG, PNG or WebP) says to the liveness check. */
export async function watchFrame(
  bytes: Uint8Array,
  nets: FaceNets,
  meshNet: MeshNet,
  { template = false, maxEdgePx = DEFAULT_EDGE_PX }: WatchOptions = {},
): Promise<ImageResult<LiveSight>> {
  const decoded = await decodeImage(bytes, maxEdgePx, FRAME_PIXELS);
  if (!decoded.ok) return decoded;
  return { ok: true, value: await watchPicture(new ImagePyramid(decoded.value), nets, meshNet, template) };
}
