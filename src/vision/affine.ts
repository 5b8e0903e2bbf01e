export type Point = readonly [x: number, y: number];

/**
 * An affine map from the pixels of a result to the pixels of a source:
 * `x' = a·x + b·y + c`, `y' = d·x + e·y + f`. Pixel centres lie on whole numbers.
 */
export type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

export function mapPoint([a, b, c, d, e, f]: Affine, [x, y]: Point): Point {
  return [a * x + b * y + c, d * x + e * y + f];
}

/** How many source pixels one result pixel spans. */
export function affineScale([a, b, , d, e]: Affine): number {
  return Math.sqrt(Math.abs(a * e - b * d));
}

export function affineAngleRad([a, , , d]: Affine): number {
  return Math.atan2(d, a);
}

/** Rotation, uniform scale and shift that bring `from` nearest to `to` (least squares). */
export function fitSimilarity(from: readonly Point[], to: readonly Point[]): Affine {
  const count = from.length;
  let fromX = 0;
  let fromY = 0;
  let toX = 0;
  let toY = 0;
  for (let i = 0; i < count; i++) {
    fromX += from[i]![0] / count;
    fromY += from[i]![1] / count;
    toX += to[i]![0] / count;
    toY += to[i]![1] / count;
  }
  let cosine = 0;
  let sine = 0;
  let spread = 0;
  for (let i = 0; i < count; i++) {
    const x = from[i]![0] - fromX;
    const y = from[i]![1] - fromY;
    const u = to[i]![0] - toX;
    const v = to[i]![1] - toY;
    cosine += x * u + y * v;
    sine += x * v - y * u;
    spread += x * x + y * y;
  }
  const a = cosine / spread;
  const d = sine / spread;
  return [a, -d, toX - a * fromX + d * fromY, d, a, toY - d * fromX - a * fromY];
}

/** A square of `sidePx` source pixels about a centre, turned by `angleRad`, as a picture of `size` pixels. */
export function squareAround(centre: Point, sidePx: number, angleRad: number, size: number): Affine {
  const scale = sidePx / size;
  const cosine = Math.cos(angleRad) * scale;
  const sine = Math.sin(angleRad) * scale;
  const middle = 0.5 - size / 2;
  return [
    cosine,
    -sine,
    centre[0] - 0.5 + (cosine - sine) * middle,
    sine,
    cosine,
    centre[1] - 0.5 + (sine + cosine) * middle,
  ];
}

/** The same square mirrored left to right. */
export function mirrored([a, b, c, d, e, f]: Affine, size: number): Affine {
  return [-a, b, a * (size - 1) + c, -d, e, d * (size - 1) + f];
}

/** `map` of a square of `size`, its field of view widened about the centre and sampled at `newSize`. */
export function widened([a, b, c, d, e, f]: Affine, size: number, factor: number, newSize: number): Affine {
  const step = (size * factor) / newSize;
  const start = size / 2 - (size * factor) / 2 + step / 2 - 0.5;
  return [a * step, b * step, (a + b) * start + c, d * step, e * step, (d + e) * start + f];
}
