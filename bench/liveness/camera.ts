import sharp from 'sharp';
import type { Canvas } from './draw-triangles.ts';
import { between, gaussian, seededRandom } from './random.ts';

export const FRAME = { width: 480, height: 360 } as const;

const GRAIN_LENGTH = 1 << 20;
const grain: Int8Array = (() => {
  const random = seededRandom(99);
  return Int8Array.from({ length: GRAIN_LENGTH }, () =>
    Math.max(-127, Math.min(127, Math.round(32 * gaussian(random)))),
  );
})();

/** How one camera sees: its noise (grey levels), its exposure and its JPEG. */
export interface Camera {
  noise: number;
  exposure: number;
  quality: number;
  random: () => number;
}

export function drawCamera(random: () => number): Camera {
  return {
    noise: between(random, 1.2, 4),
    exposure: between(random, 0.8, 1.1),
    quality: Math.round(between(random, 78, 93)),
    random,
  };
}

/** The picture as the camera delivers it. */
export async function shoot(
  canvas: Canvas,
  { noise, exposure, quality, random }: Camera,
): Promise<Uint8Array> {
  const data = new Uint8ClampedArray(canvas.data.length);
  let at = Math.floor(random() * GRAIN_LENGTH);
  for (let i = 0; i < data.length; i++) {
    at = (at + 1) & (GRAIN_LENGTH - 1);
    data[i] = canvas.data[i]! * exposure + (noise / 32) * grain[at]!;
  }
  const { width, height } = canvas;
  return sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality })
    .toBuffer();
}
