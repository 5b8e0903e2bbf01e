import { FACE_OUTLINE, MESH_POINTS } from '../../src/vision/liveness/mesh-points.ts';
import type { Canvas, Mesh } from './draw-triangles.ts';
import { drawTriangles } from './draw-triangles.ts';
import {
  LID_FOLDS,
  LID_PAIRS,
  LIP_CORNERS,
  LIP_GAP,
  LOWER_LIP,
  readMeshTriangles,
  UPPER_LIP,
} from './mesh-triangles.ts';

/** What the head does in one frame. */
export interface HeadPose {
  /** Positive: to the person's left. */
  yawDeg: number;
  /** Positive: down. */
  pitchDeg: number;
  rollDeg: number;
  /** Of the whole head, px. */
  shiftX: number;
  shiftY: number;
  /** 0 = as in the photograph, 1 = shut. */
  lids01: number;
  /** Drop of the lower jaw in widths of the face; 0 = as in the photograph. */
  jaw: number;
}

export const STILL_POSE: HeadPose = {
  yawDeg: 0,
  pitchDeg: 0,
  rollDeg: 0,
  shiftX: 0,
  shiftY: 0,
  lids01: 0,
  jaw: 0,
};

/** A head made of one photograph: the scene as it is, and where each point lies in space, px. */
export interface HeadModel {
  scene: Canvas;
  /** 3 numbers a point: the mesh, a ring of hair and neck, a ring that stays, the middle of the mouth. */
  points: Float32Array;
  triangles: Uint16Array;
  /** First triangle of the mouth's inside. */
  mouthFrom: number;
  pivot: readonly [number, number, number];
  faceWidthPx: number;
  /** Share of the jaw's movement that each mesh point follows. */
  jawShare: Float32Array;
}

const OUTLINE = FACE_OUTLINE.length;
const HAIR = MESH_POINTS;
const STAYS = HAIR + OUTLINE;
const MOUTH = STAYS + OUTLINE;
const POINTS = MOUTH + 1;
const HAIR_REACH = 1.28;
const STAY_REACH = 1.75;
/** Distance of the camera in widths of the face: about half a metre. */
const CAMERA_DISTANCE = 3.6;

const middleOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function ringTriangles(): number[] {
  return FACE_OUTLINE.flatMap((point, i) => {
    const next = (i + 1) % OUTLINE;
    const follower = FACE_OUTLINE[next]!;
    return [
      [point, follower, HAIR + i],
      [follower, HAIR + next, HAIR + i],
      [HAIR + i, HAIR + next, STAYS + i],
      [HAIR + next, STAYS + next, STAYS + i],
    ].flat();
  });
}

const mouthTriangles = (): number[] =>
  LIP_GAP.flatMap((point, i) => [point, LIP_GAP[(i + 1) % LIP_GAP.length]!, MOUTH]);

/** The lower lip hangs on the jaw, the upper one does not; cheeks follow the less the farther they are. */
function jawShares(mesh: Float32Array, faceWidthPx: number): Float32Array {
  const y = (point: number): number => mesh[3 * point + 1]!;
  const [corners, chin] = [middleOf([y(61), y(291)]), y(152)];
  const middle = mesh[3 * 14]!;
  const shares = new Float32Array(MESH_POINTS);
  for (let i = 0; i < MESH_POINTS; i++) {
    const below = Math.min(1, Math.max(0, (y(i) - corners) / (chin - corners)));
    const aside = (mesh[3 * i]! - middle) / (0.42 * faceWidthPx);
    shares[i] = Math.sqrt(below) * Math.exp(-aside * aside);
  }
  // An open mouth is oval: the lip follows the less the nearer it is to a corner.
  const half = Math.abs(mesh[3 * 291]! - mesh[3 * 61]!) / 2;
  for (const point of LOWER_LIP) {
    const aside = Math.min(1, Math.abs(mesh[3 * point]! - middle) / half);
    shares[point] = 0.3 + 0.7 * (1 - aside ** 2.5);
  }
  for (const point of UPPER_LIP) shares[point] = 0;
  for (const point of LIP_CORNERS) shares[point] = 0.3;
  return shares;
}

/** @param mesh 468 × 3 in pixels of the scene, depth in the same unit. */
export function buildHead(scene: Canvas, mesh: Float32Array): HeadModel {
  const points = new Float32Array(3 * POINTS);
  points.set(mesh);
  const along = (axis: 0 | 1 | 2) => FACE_OUTLINE.map((point) => mesh[3 * point + axis]!);
  const [xs, ys] = [along(0), along(1)];
  const [x, y] = [middleOf(xs), middleOf(ys)];
  const faceWidthPx = Math.max(...xs) - Math.min(...xs);
  const pivotZ = middleOf([mesh[3 * 234 + 2]!, mesh[3 * 454 + 2]!]);
  for (const [i, point] of FACE_OUTLINE.entries()) {
    const dx = mesh[3 * point]! - x;
    const dy = mesh[3 * point + 1]! - y;
    points.set([x + HAIR_REACH * dx, y + HAIR_REACH * dy, pivotZ + 0.08 * faceWidthPx], 3 * (HAIR + i));
    points.set([x + STAY_REACH * dx, y + STAY_REACH * dy, pivotZ + faceWidthPx], 3 * (STAYS + i));
  }
  for (let axis = 0; axis < 3; axis++)
    points[3 * MOUTH + axis] = middleOf(LIP_GAP.map((point) => mesh[3 * point + axis]!));
  points[3 * MOUTH + 2]! += 0.06 * faceWidthPx;
  const outside = [...readMeshTriangles(), ...ringTriangles()];
  return {
    scene,
    points,
    triangles: Uint16Array.from([...outside, ...mouthTriangles()]),
    mouthFrom: outside.length / 3,
    pivot: [x, y, pivotZ + 0.12 * faceWidthPx],
    faceWidthPx,
    jawShare: jawShares(mesh, faceWidthPx),
  };
}

function bend(head: HeadModel, { lids01, jaw }: HeadPose): Float32Array {
  const bent = head.points.slice();
  for (let i = 0; i < MESH_POINTS; i++) bent[3 * i + 1]! += jaw * head.faceWidthPx * head.jawShare[i]!;
  bent[3 * MOUTH + 1]! += (jaw * head.faceWidthPx) / 2;
  for (const [i, [upper, lower]] of LID_PAIRS.entries()) {
    for (let axis = 0; axis < 3; axis++) {
      const way = lids01 * (head.points[3 * lower + axis]! - head.points[3 * upper + axis]!);
      bent[3 * upper + axis]! += 0.97 * way;
      bent[3 * LID_FOLDS[i]! + axis]! += 0.3 * way;
    }
  }
  return bent;
}

const DEG = Math.PI / 180;

/** Turns every point but those that stay about the pivot and looks at it from the camera. */
function project(head: HeadModel, points: Float32Array, pose: HeadPose): Float32Array {
  const [px, py, pz] = head.pivot;
  const distance = CAMERA_DISTANCE * head.faceWidthPx;
  const [sy, cy] = [Math.sin(pose.yawDeg * DEG), Math.cos(pose.yawDeg * DEG)];
  const [sp, cp] = [Math.sin(pose.pitchDeg * DEG), Math.cos(pose.pitchDeg * DEG)];
  const [sr, cr] = [Math.sin(pose.rollDeg * DEG), Math.cos(pose.rollDeg * DEG)];
  const seen = points.slice();
  for (let i = 0; i < POINTS; i++) {
    if (i >= STAYS && i < MOUTH) continue;
    const depth = points[3 * i + 2]! - pz;
    // The photograph itself was taken from this distance.
    const away = 1 + depth / distance;
    const x = (points[3 * i]! - px) * away;
    const y = (points[3 * i + 1]! - py) * away;
    const [x1, z1] = [x * cy - depth * sy, x * sy + depth * cy];
    const [y2, z2] = [y * cp + z1 * -sp, y * sp + z1 * cp];
    const nearness = 1 / (1 + z2 / distance);
    seen[3 * i] = px + pose.shiftX + (x1 * cr - y2 * sr) * nearness;
    seen[3 * i + 1] = py + pose.shiftY + (x1 * sr + y2 * cr) * nearness;
    seen[3 * i + 2] = z2;
  }
  return seen;
}

/** A closing lid shows the skin of its fold, not the lashes and the eye. */
function textureOf({ points }: HeadModel, { lids01 }: HeadPose): Float32Array {
  const texture = Float32Array.from({ length: 2 * POINTS }, (_, i) => points[3 * (i >> 1) + (i & 1)]!);
  for (const [i, [upper]] of LID_PAIRS.entries()) {
    for (let axis = 0; axis < 2; axis++) {
      const fold = points[3 * LID_FOLDS[i]! + axis]! - points[3 * upper + axis]!;
      texture[2 * upper + axis]! += LID_SKIN * lids01 * fold;
    }
  }
  return texture;
}

const LID_SKIN = 0.75;
const DARKEST_MOUTH = 0.3;

/** The scene with the head in this pose; what is behind the head stays. */
export function renderHead(head: HeadModel, pose: HeadPose): Canvas {
  const canvas: Canvas = { ...head.scene, data: head.scene.data.slice() };
  const texture = textureOf(head, pose);
  const light = new Float32Array(head.triangles.length / 3).fill(1);
  light.fill(1 - (1 - DARKEST_MOUTH) * Math.min(1, pose.jaw / 0.06), head.mouthFrom);
  const corners = project(head, bend(head, pose), pose);
  const mesh: Mesh = { corners, texture, triangles: head.triangles, light };
  drawTriangles(canvas, head.scene, mesh);
  return canvas;
}
