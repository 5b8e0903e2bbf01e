/** Sights of a head that was never photographed, for the tests of this folder: quick, and any pose at will. */
import { TEMPLATE_LENGTH, type Template } from '../template.ts';
import type { FacePatch, LiveSight } from './live-sight.ts';
import { MESH_POINTS } from './mesh-points.ts';

const PATCH_PX = 96;
const DEG = Math.PI / 180;

/** Depth of a face, −1..1 across and down: an ellipsoid with a nose; smaller = nearer. */
function depthAt(x: number, y: number): number {
  const skull = 0.45 * (x * x + 0.6 * y * y) + 0.2 * Math.sin(6 * y) * Math.sin(7 * x + 1);
  const nose = 0.4 * Math.exp(-(x * x) / 0.04 - ((y - 0.1) * (y - 0.1)) / 0.05);
  return skull - nose;
}

/** Light and dark all over, and never twice the same. */
function textureAt(x: number, y: number): number {
  const waves =
    Math.sin(9 * x + 3 * y) +
    Math.sin(7 * y - 5 * x + 1) +
    Math.sin(17 * x * y + 21 * x) +
    Math.sin(23 * y) +
    Math.sin(31 * x - 9 * y);
  return 128 + 24 * waves;
}

/** Where a point of the face goes when the head turns to its left; a picture of it is only narrowed. */
function turnedX(x: number, y: number, yawDeg: number, isFlat: boolean): number {
  const depth = isFlat ? 0 : depthAt(x, y);
  return x * Math.cos(yawDeg * DEG) - depth * Math.sin(yawDeg * DEG);
}

const SIZE_IN_PATCH = 0.66;

function drawPatch(yawDeg: number, isFlat: boolean): FacePatch {
  const grey = new Uint8Array(PATCH_PX * PATCH_PX);
  for (let row = 0; row < PATCH_PX; row++) {
    for (let column = 0; column < PATCH_PX; column++) {
      const u = (2 * (column + 0.5)) / PATCH_PX - 1;
      const y = ((2 * (row + 0.5)) / PATCH_PX - 1) / SIZE_IN_PATCH;
      let x = u / SIZE_IN_PATCH;
      for (let i = 0; i < 8; i++) x += u / SIZE_IN_PATCH - turnedX(x, y, yawDeg, isFlat);
      grey[row * PATCH_PX + column] = textureAt(x, y);
    }
  }
  return { size: PATCH_PX, grey };
}

const patches = new Map<string, FacePatch>();

function patchOf(yawDeg: number, isFlat: boolean): FacePatch {
  const key = `${Math.round(yawDeg)} ${isFlat}`;
  const patch = patches.get(key) ?? drawPatch(Math.round(yawDeg), isFlat);
  patches.set(key, patch);
  return patch;
}

/** Points of a sunflower's disc, evenly spread over the face. */
function facePoint(i: number): readonly [number, number] {
  const radius = 0.95 * Math.sqrt((i + 0.5) / MESH_POINTS);
  const angle = i * 2.399963;
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}

/** A unit vector that is nearly at right angles to that of any other number. */
export function templateOfPerson(person: number): Template {
  const values = Float32Array.from({ length: TEMPLATE_LENGTH }, (_, i) =>
    Math.sin((i + 1) * (person + 1) * 12.9898),
  );
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
}

export interface Pose {
  yawDeg?: number;
  pitchDeg?: number;
  /** 1 = open. */
  eyes?: number;
  /** 0 = closed. */
  mouth?: number;
  person?: number;
  /** A picture, whose landmarks the net sees turning like a head's; or a picture whose landmarks move flat, too. */
  picture?: 'well_imagined' | 'flat';
  faces?: number;
  width?: number;
  exactHash?: string;
  noise?: number;
  box?: { x: number; y: number; width: number; height: number };
}

let counter = 0;

/** One frame with a face in this pose. */
export function sightOf(pose: Pose = {}): LiveSight {
  const { yawDeg = 0, pitchDeg = 0, eyes = 1, mouth = 0, person = 1, picture, faces = 1 } = pose;
  const points = new Float32Array(2 * MESH_POINTS);
  const depths = new Float32Array(MESH_POINTS);
  for (let i = 0; i < MESH_POINTS; i++) {
    const [x, y] = facePoint(i);
    const across = turnedX(x, y, Math.round(yawDeg), picture === 'flat');
    points[2 * i] = (across * SIZE_IN_PATCH + 1) / 2;
    points[2 * i + 1] = (y * SIZE_IN_PATCH + 1) / 2;
    depths[i] = (depthAt(x, y) * SIZE_IN_PATCH) / 2;
  }
  counter += 1;
  const frame = {
    width: pose.width ?? 640,
    height: 480,
    brightness01: 0.5,
    noise: pose.noise ?? 1.5,
    exactHash: pose.exactHash ?? `frame ${counter}`,
    perceptualHash: '0f0f0f0f0f0f0f0f',
  };
  if (faces === 0) return { frame, faces, face: null };
  const face = {
    box: pose.box ?? { x: 0.3, y: 0.2, width: 0.3, height: 0.4 },
    presence01: 1,
    eyeSpanPx: 80,
    yawDeg,
    pitchDeg,
    rollDeg: 0,
    eyeOpen: { right: 0.1 * eyes, left: 0.1 * eyes },
    mouthOpen: 0.02 + mouth,
    points,
    depths,
    patch: patchOf(yawDeg, picture !== undefined),
    template: templateOfPerson(person),
  };
  return { frame, faces, face };
}
