import { FRAME } from './camera.ts';
import type { Canvas } from './draw-triangles.ts';
import { drawTriangles } from './draw-triangles.ts';
import { between } from './random.ts';

/** How a sheet or a screen is held in one frame. */
export interface SheetPose {
  /** Positive: its right edge goes away from the camera, as the face of a head turned to its left does. */
  yawDeg: number;
  pitchDeg: number;
  rollDeg: number;
  shiftX: number;
  shiftY: number;
  /** Curvature about the upright axis, 1 / radius in widths of the sheet; 0 = flat. */
  bend: number;
}

/** A picture of somebody that is held before the camera: paper, or a screen. */
export interface FlatPicture {
  kind: 'print' | 'screen';
  texture: Canvas;
  /** Height of the sheet in the frame when held straight, px. */
  heightPx: number;
  background: Canvas;
  /** Screens only: waves of brightness where its grid meets the camera's. */
  moire: { periodPx: number; angle: number; depth: number } | null;
  /** A lamp's reflection, fixed in the room. */
  glare: { x: number; y: number; radiusPx: number; strength: number } | null;
}

const BORDER = 0.05;
const CELLS = 14;
const CAMERA_DISTANCE_PX = 450;
const DEG = Math.PI / 180;

/** A wall with soft light and a few things on it. */
function drawWall(random: () => number): Canvas {
  const data = new Uint8Array(FRAME.width * FRAME.height * 3);
  const tone = [between(random, 70, 170), between(random, 70, 170), between(random, 70, 170)];
  const [fx, fy] = [between(random, 0.004, 0.03), between(random, 0.004, 0.03)];
  const edge = between(random, 0.1, 0.9) * FRAME.width;
  for (let y = 0, i = 0; y < FRAME.height; y++) {
    for (let x = 0; x < FRAME.width; x++, i += 3) {
      const light = 1 + 0.15 * Math.sin(x * fx) * Math.cos(y * fy) - (x > edge ? 0.25 : 0);
      for (let c = 0; c < 3; c++) data[i + c] = Math.min(255, tone[c]! * light);
    }
  }
  return { data, ...FRAME };
}

/** The colours paper or a screen makes of a photograph, and its rim. */
export function printOn(kind: 'print' | 'screen', photo: Canvas, random: () => number): Canvas {
  const border = Math.round(photo.width * (kind === 'screen' ? BORDER * 1.4 : BORDER));
  const width = photo.width + 2 * border;
  const height = photo.height + 2 * border;
  const data = new Uint8Array(width * height * 3).fill(kind === 'screen' ? 12 : 236);
  const gamma = kind === 'screen' ? between(random, 0.8, 1.15) : between(random, 0.95, 1.1);
  const [lift, gain] = kind === 'screen' ? [10, 0.96] : [between(random, 15, 35), between(random, 0.7, 0.85)];
  const tint = [between(random, 0.95, 1.05), 1, between(random, 0.92, 1.08)];
  for (let y = 0; y < photo.height; y++) {
    for (let x = 0; x < photo.width; x++) {
      const from = (y * photo.width + x) * 3;
      const to = ((y + border) * width + x + border) * 3;
      for (let c = 0; c < 3; c++)
        data[to + c] = Math.min(255, (lift + gain * 255 * (photo.data[from + c]! / 255) ** gamma) * tint[c]!);
    }
  }
  return { data, width, height };
}

/** The room with the sheet held in it. */
export function renderFlat(picture: FlatPicture, pose: SheetPose): Canvas {
  const canvas: Canvas = { ...picture.background, data: picture.background.data.slice() };
  const { texture, heightPx } = picture;
  const widthPx = (heightPx * texture.width) / texture.height;
  const side = CELLS + 1;
  const corners = new Float32Array(3 * side * side);
  const uv = new Float32Array(2 * side * side);
  for (let i = 0; i < side * side; i++) {
    const [u, v] = [(i % side) / CELLS, Math.floor(i / side) / CELLS];
    corners.set(placeCorner(u - 0.5, v - 0.5, widthPx, heightPx, pose), 3 * i);
    uv.set([u * (texture.width - 1), v * (texture.height - 1)], 2 * i);
  }
  drawTriangles(canvas, texture, { corners, texture: uv, triangles: gridTriangles() });
  if (picture.moire || picture.glare) lightUp(canvas, picture, pose);
  return canvas;
}

function placeCorner(
  u: number,
  v: number,
  widthPx: number,
  heightPx: number,
  pose: SheetPose,
): [number, number, number] {
  const angle = u * pose.bend;
  const flat = Math.abs(pose.bend) < 1e-3;
  const x = flat ? u * widthPx : (Math.sin(angle) / pose.bend) * widthPx;
  // Bent round the viewer's axis: the middle stands nearest.
  const z = flat ? 0 : ((1 - Math.cos(angle)) / pose.bend) * widthPx;
  const y = v * heightPx;
  const [sy, cy] = [Math.sin(pose.yawDeg * DEG), Math.cos(pose.yawDeg * DEG)];
  const [sp, cp] = [Math.sin(pose.pitchDeg * DEG), Math.cos(pose.pitchDeg * DEG)];
  const [sr, cr] = [Math.sin(pose.rollDeg * DEG), Math.cos(pose.rollDeg * DEG)];
  const [x1, z1] = [x * cy - z * sy, x * sy + z * cy];
  const [y2, z2] = [y * cp - z1 * sp, y * sp + z1 * cp];
  const nearness = CAMERA_DISTANCE_PX / (CAMERA_DISTANCE_PX + z2);
  return [
    FRAME.width / 2 + pose.shiftX + (x1 * cr - y2 * sr) * nearness,
    FRAME.height / 2 + pose.shiftY + (x1 * sr + y2 * cr) * nearness,
    z2,
  ];
}

function gridTriangles(): Uint16Array {
  const side = CELLS + 1;
  const triangles: number[] = [];
  for (let row = 0; row < CELLS; row++) {
    for (let column = 0; column < CELLS; column++) {
      const i = row * side + column;
      triangles.push(i, i + 1, i + side, i + 1, i + side + 1, i + side);
    }
  }
  return Uint16Array.from(triangles);
}

const lamps = new WeakMap<FlatPicture, Float32Array>();

/** The lamp's light at every pixel; it does not move, so it is drawn once. */
function lampOf(picture: FlatPicture, canvas: Canvas): Float32Array | null {
  const { glare } = picture;
  if (!glare) return null;
  const known = lamps.get(picture);
  if (known) return known;
  const { width, height } = canvas;
  const light = Float32Array.from({ length: width * height }, (_, i) => {
    const away = ((i % width) - glare.x) ** 2 + (Math.floor(i / width) - glare.y) ** 2;
    return glare.strength * Math.exp(-away / (2 * glare.radiusPx ** 2));
  });
  lamps.set(picture, light);
  return light;
}

const WAVE_STEPS = 256;
const WAVE = Float32Array.from({ length: WAVE_STEPS }, (_, i) => Math.sin((2 * Math.PI * i) / WAVE_STEPS));

function lightUp(canvas: Canvas, picture: FlatPicture, pose: SheetPose): void {
  const { moire } = picture;
  const lamp = lampOf(picture, canvas);
  const perPx = moire ? WAVE_STEPS / (moire.periodPx * (1 + 0.01 * Math.abs(pose.yawDeg))) : 0;
  const [right, down] = moire ? [Math.cos(moire.angle) * perPx, Math.sin(moire.angle) * perPx] : [0, 0];
  const depth = moire?.depth ?? 0;
  for (let y = 0, i = 0, at = 0; y < canvas.height; y++) {
    let phase = -pose.shiftX * right + (y - pose.shiftY) * down;
    for (let x = 0; x < canvas.width; x++, at++, phase += right) {
      const wave = 1 + depth * WAVE[Math.floor(phase) & (WAVE_STEPS - 1)]!;
      const light = lamp ? lamp[at]! : 0;
      for (let c = 0; c < 3; c++, i++) canvas.data[i] = Math.min(255, canvas.data[i]! * wave + light);
    }
  }
}

/** A picture of the scene, as paper or screen, held before another wall. */
export function drawFlatPicture(kind: 'print' | 'screen', photo: Canvas, random: () => number): FlatPicture {
  return {
    kind,
    texture: printOn(kind, photo, random),
    heightPx: between(random, 0.8, 1.15) * FRAME.height,
    background: drawWall(random),
    moire:
      kind === 'screen'
        ? {
            periodPx: between(random, 3, 14),
            angle: between(random, 0, Math.PI),
            depth: between(random, 0.02, 0.1),
          }
        : null,
    glare:
      kind === 'screen' || random() < 0.3
        ? {
            x: between(random, 0.2, 0.8) * FRAME.width,
            y: between(random, 0.1, 0.9) * FRAME.height,
            radiusPx: between(random, 15, 50),
            strength: between(random, 10, 70),
          }
        : null,
  };
}
