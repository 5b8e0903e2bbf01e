/** A square picture of floating-point values, rows from the top. */
export interface GreyField {
  size: number;
  values: Float32Array;
}

/** Mean over a (2·radius+1)² window, windows cut off at the edges, by a summed-area table. */
export function boxMean({ size, values }: GreyField, radius: number): GreyField {
  const width = size + 1;
  const sums = new Float64Array(width * width);
  for (let y = 0; y < size; y++) {
    let row = 0;
    for (let x = 0; x < size; x++) {
      row += values[y * size + x]!;
      sums[(y + 1) * width + x + 1] = sums[y * width + x + 1]! + row;
    }
  }
  const means = new Float32Array(size * size);
  for (let y = 0; y < size; y++) {
    const top = Math.max(0, y - radius) * width;
    const bottom = Math.min(size, y + radius + 1) * width;
    const height = (bottom - top) / width;
    for (let x = 0; x < size; x++) {
      const left = Math.max(0, x - radius);
      const right = Math.min(size, x + radius + 1);
      const sum = sums[bottom + right]! - sums[bottom + left]! - sums[top + right]! + sums[top + left]!;
      means[y * size + x] = sum / (height * (right - left));
    }
  }
  return { size, values: means };
}

/** Grey levels below which a window counts as without structure, so that noise is not blown up. */
const FLOOR = 6;

/**
 * Structure without light: what remains of a picture after its local mean is taken away and its local
 * deviation divided out. Lamps, screens' gamma and shade hardly change it.
 */
export function localContrast(field: GreyField, radius: number): GreyField {
  const mean = boxMean(field, radius);
  const centred = field.values.map((value, i) => value - mean.values[i]!);
  const power = boxMean({ size: field.size, values: centred.map((value) => value * value) }, radius);
  return {
    size: field.size,
    values: centred.map((value, i) => value / Math.sqrt(power.values[i]! + FLOOR * FLOOR)),
  };
}

/** Value between pixels, bilinear; null outside. Coordinates in pixels, centres on whole numbers. */
export function sampleField({ size, values }: GreyField, x: number, y: number): number | null {
  const left = Math.floor(x);
  const top = Math.floor(y);
  if (left < 0 || top < 0 || left >= size - 1 || top >= size - 1) return null;
  const fx = x - left;
  const fy = y - top;
  const i = top * size + left;
  const above = values[i]! * (1 - fx) + values[i + 1]! * fx;
  const below = values[i + size]! * (1 - fx) + values[i + size + 1]! * fx;
  return above * (1 - fy) + below * fy;
}
