import sharp from 'sharp';
import { mapPoint } from '../../src/vision/affine.ts';
import type { FaceNets } from '../../src/vision/analyse-frame.ts';
import { decodeImage } from '../../src/vision/decode-image.ts';
import { type MeshNet, openMeshNet } from '../../src/vision/liveness/mesh-net.ts';
import { MESH_POINTS } from '../../src/vision/liveness/mesh-points.ts';
import { findMesh } from '../../src/vision/liveness/watch-frame.ts';
import { openFaceNets } from '../../src/vision/open-face-nets.ts';
import { ImagePyramid } from '../../src/vision/pixel-image.ts';
import { FRAME } from './camera.ts';
import type { Canvas } from './draw-triangles.ts';
import { buildHead, type HeadModel } from './head-model.ts';

export interface Watcher {
  nets: FaceNets;
  meshNet: MeshNet;
  close(): Promise<void>;
}

export async function openWatcher(modelsDir: string): Promise<Watcher> {
  const nets = await openFaceNets({ modelsDir, threads: 1 });
  const meshNet = await openMeshNet({ modelsDir, threads: 1 });
  return { nets, meshNet, close: async () => void (await Promise.all([nets.close(), meshNet.close()])) };
}

const INPUT_PX = 192;
/** Width of the face in the frame, px. */
const FACE_PX = 125;

/** The largest face's mesh in pixels of the picture. */
async function meshOf(canvas: Canvas, { nets, meshNet }: Watcher): Promise<Float32Array | null> {
  const picture = new ImagePyramid(canvas);
  const { width, height } = canvas;
  const view = { centre: [width / 2, height / 2] as const, sidePx: Math.max(width, height) };
  const detections = await nets.blaze.detect(picture, view);
  const largest = detections.sort((a, b) => b.box.width - a.box.width)[0];
  const located = largest ? await findMesh(picture, largest, meshNet) : null;
  if (!located) return null;
  const { mesh, map, sidePx } = located.found;
  const points = new Float32Array(3 * MESH_POINTS);
  for (let i = 0; i < MESH_POINTS; i++) {
    points.set(mapPoint(map, [mesh[3 * i]! * INPUT_PX, mesh[3 * i + 1]! * INPUT_PX]), 3 * i);
    points[3 * i + 2] = mesh[3 * i + 2]! * sidePx;
  }
  return points;
}

async function decode(bytes: Uint8Array): Promise<Canvas | null> {
  const decoded = await decodeImage(bytes, 1920);
  return decoded.ok ? { ...decoded.value, data: decoded.value.data } : null;
}

/** Where the face lies in a photograph of any size, seen in a frame with room about it. */
async function placeFace(photo: Uint8Array, watcher: Watcher) {
  const { width, height } = await sharp(photo).metadata();
  const margin = Math.round(Math.max(width, height) * 0.3);
  const padded = await sharp(photo)
    .removeAlpha()
    .toColourspace('srgb')
    .extend({ top: margin, bottom: margin, left: margin, right: margin, extendWith: 'copy' })
    .png()
    .toBuffer();
  const canvas = await decode(padded);
  const mesh = canvas && (await meshOf(canvas, watcher));
  if (!mesh) return null;
  const middle = [
    (mesh[3 * 234]! + mesh[3 * 454]!) / 2,
    (mesh[3 * 10 + 1]! + mesh[3 * 152 + 1]!) / 2,
  ] as const;
  return {
    padded,
    middle,
    widthPx: Math.hypot(mesh[3 * 454]! - mesh[3 * 234]!, mesh[3 * 454 + 1]! - mesh[3 * 234 + 1]!),
  };
}

/** The photograph as a frame of a camera before which the person sits; null where no face is found. */
async function sceneOf(photo: Uint8Array, watcher: Watcher): Promise<Canvas | null> {
  const placed = await placeFace(photo, watcher);
  if (!placed) return null;
  const { padded, middle, widthPx } = placed;
  const scale = FACE_PX / widthPx;
  const backdrop = await sharp(padded)
    .resize(FRAME.width, FRAME.height, { fit: 'cover' })
    .blur(20)
    .toBuffer();
  const { width: fullWidth, height: fullHeight } = await sharp(padded).metadata();
  const [width, height] = [Math.round(fullWidth * scale), Math.round(fullHeight * scale)];
  const left = Math.round(FRAME.width / 2 - middle[0] * scale);
  const top = Math.round(FRAME.height / 2 - middle[1] * scale);
  const visible = {
    left: Math.max(0, -left),
    top: Math.max(0, -top),
    width: Math.min(FRAME.width, left + width) - Math.max(0, left),
    height: Math.min(FRAME.height, top + height) - Math.max(0, top),
  };
  const front = await sharp(await sharp(padded).resize(width, height).toBuffer())
    .extract(visible)
    .toBuffer();
  const data = await sharp(backdrop)
    .composite([{ input: front, left: Math.max(0, left), top: Math.max(0, top) }])
    .removeAlpha()
    .raw()
    .toBuffer();
  return { data: new Uint8Array(data), ...FRAME };
}

/** A head to move, made of one photograph. */
export async function headOf(photo: Uint8Array, watcher: Watcher): Promise<HeadModel | null> {
  const scene = await sceneOf(photo, watcher);
  const mesh = scene && (await meshOf(scene, watcher));
  return mesh ? buildHead(scene, mesh) : null;
}
