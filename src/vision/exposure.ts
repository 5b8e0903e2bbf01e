/** How the pixels of a dark face are brought to light before a net looks at it. */
export interface Exposure {
  /** Factor on every pixel; 1 leaves them. */
  gain: number;
  /** True to smooth the noise that the gain brings up. */
  smooth: boolean;
}

export const AS_SEEN: Exposure = { gain: 1, smooth: false };

/** A face whose brightest hundredth stays below this (0..255) is stretched. */
const DARK_BELOW = 110;
const DARKEST_SHARE = 0.99;
const GREY_LEVELS = 256;

/** Grey by ITU-R BT.601, 0..255, of a planar square picture. */
export function greyOf(planes: Float32Array, size: number, offset = 0): Float32Array {
  const plane = size * size;
  const grey = new Float32Array(plane);
  for (let i = 0, at = offset; i < plane; i++, at++) {
    grey[i] = 0.299 * planes[at]! + 0.587 * planes[at + plane]! + 0.114 * planes[at + 2 * plane]!;
  }
  return grey;
}

/** Stretches to the 99th percentile what is darker than a face in a lit room. */
export function exposureFor(grey: Float32Array): Exposure {
  const histogram = new Uint32Array(GREY_LEVELS);
  for (const value of grey) histogram[(value + 0.5) | 0]! += 1;
  let level = 0;
  let below = histogram[0]!;
  while (below < DARKEST_SHARE * grey.length) below += histogram[++level]!;
  return level >= DARK_BELOW ? AS_SEEN : { gain: 255 / Math.max(1, level), smooth: true };
}

/** Binomial 3×3 in place; the outermost pixels stay. */
function smoothPlane(plane: Float32Array, size: number): void {
  const rows = new Float32Array(size * size);
  for (let i = 1; i < size * size - 1; i++) rows[i] = (plane[i - 1]! + 2 * plane[i]! + plane[i + 1]!) / 4;
  for (let y = 1; y < size - 1; y++) {
    for (let x = 1; x < size - 1; x++) {
      const i = y * size + x;
      plane[i] = (rows[i - size]! + 2 * rows[i]! + rows[i + size]!) / 4;
    }
  }
}

/** How a net wants its pixels: `(value − mean) / deviation`, value 0..255. */
export interface Normalisation {
  readonly mean: readonly [red: number, green: number, blue: number];
  readonly deviation: number;
}

export const RAW_PIXELS: Normalisation = { mean: [0, 0, 0], deviation: 1 };
export const MINUS_ONE_TO_ONE: Normalisation = { mean: [127.5, 127.5, 127.5], deviation: 127.5 };
/** The mean face-api and dlib subtract; templates depend on it. */
export const DLIB_PIXELS: Normalisation = { mean: [122.782, 117.001, 104.298], deviation: 255 };

function developPlane(plane: Float32Array, gain: number, mean: number, deviation: number): void {
  const factor = 1 / deviation;
  if (gain === 1) {
    for (let i = 0; i < plane.length; i++) plane[i] = (plane[i]! - mean) * factor;
  } else {
    for (let i = 0; i < plane.length; i++) plane[i] = (Math.min(255, plane[i]! * gain) - mean) * factor;
  }
}

/** Brings a sampled square to light and to a net's scale, in place. */
export function develop(
  planes: Float32Array,
  size: number,
  offset: number,
  { mean, deviation }: Normalisation,
  { gain, smooth }: Exposure = AS_SEEN,
): void {
  for (let channel = 0; channel < 3; channel++) {
    const start = offset + channel * size * size;
    const plane = planes.subarray(start, start + size * size);
    if (smooth) smoothPlane(plane, size);
    developPlane(plane, gain, mean[channel]!, deviation);
  }
}
