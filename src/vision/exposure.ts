/** How the pixels of a dark face are brought to light before a template is taken. */
export interface Exposure {
  /** Factor on every pixel; 1 leaves them. */
  gain: number;
  /** True to smooth the noise that the gain brings up. */
  smooth: boolean;
}

export const AS_SEEN: Exposure = { gain: 1, smooth: false };

/** A face whose brightest hundredth stays below this (0..255) is stretched. */
const DARK_BELOW = 110;
const BRIGHTEST_SHARE = 0.99;

/** @param grey of the face, 0..255. */
export function exposureFor(grey: Float32Array): Exposure {
  const sorted = Float32Array.from(grey).sort();
  const bright = sorted[Math.floor(sorted.length * BRIGHTEST_SHARE)]!;
  if (bright >= DARK_BELOW) return AS_SEEN;
  return { gain: 255 / Math.max(1, bright), smooth: true };
}

/** Binomial 3×3 on each plane, in place; the outermost pixels stay. */
export function smoothPlanes(planes: Float32Array, size: number, offset: number, count: number): void {
  const rows = new Float32Array(size * size);
  for (let plane = 0; plane < count; plane++) {
    const start = offset + plane * size * size;
    for (let i = 1; i < size * size - 1; i++) {
      rows[i] = (planes[start + i - 1]! + 2 * planes[start + i]! + planes[start + i + 1]!) / 4;
    }
    for (let y = 1; y < size - 1; y++) {
      for (let x = 1; x < size - 1; x++) {
        const i = y * size + x;
        planes[start + i] = (rows[i - size]! + 2 * rows[i]! + rows[i + size]!) / 4;
      }
    }
  }
}
