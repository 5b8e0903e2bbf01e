import { createHash } from 'node:crypto';
import { type ImagePyramid, meanGrey01, type PixelImage } from '../pixel-image.ts';
import type { FrameFacts } from './live-sight.ts';

const HASH_HEX = 32;
/** Cells of the perceptual hash: 8 rows of 8 comparisons with the neighbour to the right. */
const CELLS = 8;
/** Every so many rows are enough for the noise. */
const NOISE_ROW_STEP = 4;
/** Black and burnt-out pixels carry no noise. */
const NOISE_RANGE = { from: 16, to: 240 } as const;

function exactHash({ data, width, height }: PixelImage): string {
  return createHash('sha256').update(`${width}x${height}:`).update(data).digest('hex').slice(0, HASH_HEX);
}

/** Difference hash (dHash): is a cell darker than the one to its right? */
function perceptualHash(picture: ImagePyramid): string {
  const { width, height } = picture.image;
  const { image } = picture.levelFor(Math.min(width, height) / (4 * CELLS));
  const cell = (row: number, column: number): number => {
    const box = {
      x: (column * image.width) / (CELLS + 1),
      y: (row * image.height) / CELLS,
      width: image.width / (CELLS + 1) - 1,
      height: image.height / CELLS - 1,
    };
    return meanGrey01(image, box);
  };
  let hash = '';
  for (let row = 0; row < CELLS; row++) {
    let byte = 0;
    for (let column = 0; column < CELLS; column++)
      byte = (byte << 1) | (cell(row, column) < cell(row, column + 1) ? 1 : 0);
    hash += byte.toString(16).padStart(2, '0');
  }
  return hash;
}

/**
 * Standard deviation of the noise by Immerkær's mask ("Fast noise variance estimation", 1996), taken from the
 * quieter half of the rows, so that a patterned wall does not count as noise.
 */
function noiseOf({ data, width, height }: PixelImage): number {
  const rows: number[] = [];
  const grey = [0, 1, 2].map(() => new Float32Array(width));
  for (let y = 1; y < height - 1; y += NOISE_ROW_STEP) {
    for (let k = 0; k < 3; k++) {
      const line = grey[k]!;
      for (let x = 0, i = (y + k - 1) * width * 3; x < width; x++, i += 3) line[x] = data[i + 1]!;
    }
    rows.push(rowNoise(grey[0]!, grey[1]!, grey[2]!));
  }
  const seen = rows.filter(Number.isFinite).sort((a, b) => a - b);
  if (seen.length === 0) return 0;
  return (seen[seen.length >> 2]! * Math.sqrt(Math.PI / 2)) / 6;
}

function rowNoise(above: Float32Array, row: Float32Array, below: Float32Array): number {
  let sum = 0;
  let count = 0;
  for (let x = 1; x < row.length - 1; x++) {
    if (row[x]! < NOISE_RANGE.from || row[x]! > NOISE_RANGE.to) continue;
    const corners = above[x - 1]! + above[x + 1]! + below[x - 1]! + below[x + 1]!;
    const sides = above[x]! + below[x]! + row[x - 1]! + row[x + 1]!;
    sum += Math.abs(corners - 2 * sides + 4 * row[x]!);
    count += 1;
  }
  return count < row.length / 8 ? Number.NaN : sum / count;
}

/** Everything about the frame that does not need a face. */
export function frameFacts(picture: ImagePyramid): FrameFacts {
  const { image } = picture;
  return {
    width: image.width,
    height: image.height,
    brightness01: meanGrey01(image),
    noise: noiseOf(image),
    exactHash: exactHash(image),
    perceptualHash: perceptualHash(picture),
  };
}
