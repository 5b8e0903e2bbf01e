import type { Box } from './types.ts';

/** A decoded picture: RGB, three bytes a pixel, rows from the top. */
export interface PixelImage {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

const CHANNELS = 3;

/** Half the size, each pixel the mean of four. */
function halve({ data, width, height }: PixelImage): PixelImage {
  const halfWidth = width >> 1;
  const halfHeight = height >> 1;
  const half = new Uint8Array(halfWidth * halfHeight * CHANNELS);
  const row = width * CHANNELS;
  for (let y = 0, to = 0; y < halfHeight; y++) {
    for (let x = 0, from = 2 * y * row; x < halfWidth; x++, from += 2 * CHANNELS, to += CHANNELS) {
      for (let c = 0; c < CHANNELS; c++) {
        const i = from + c;
        half[to + c] = (data[i]! + data[i + 3]! + data[i + row]! + data[i + row + 3]! + 2) >> 2;
      }
    }
  }
  return { data: half, width: halfWidth, height: halfHeight };
}

/** A picture and its halvings, made when first asked for, so that shrinking samples every pixel. */
export class ImagePyramid {
  readonly #levels: PixelImage[];

  constructor(image: PixelImage) {
    this.#levels = [image];
  }

  get image(): PixelImage {
    return this.#levels[0]!;
  }

  /** The smallest level of which a result pixel still spans at least one pixel; and its reduction, 1, 2, 4, … */
  levelFor(sourcePxPerResultPx: number): { image: PixelImage; reduction: number } {
    let level = 0;
    while (sourcePxPerResultPx >= 2 * 2 ** level && this.#canHalve(level)) {
      level += 1;
      this.#levels[level] ??= halve(this.#levels[level - 1]!);
    }
    return { image: this.#levels[level]!, reduction: 2 ** level };
  }

  #canHalve(level: number): boolean {
    const { width, height } = this.#levels[level]!;
    return width > 4 && height > 4;
  }
}

/** Grey by ITU-R BT.601, 0..255. */
function greyAt(data: Uint8Array, index: number): number {
  return 0.299 * data[index]! + 0.587 * data[index + 1]! + 0.114 * data[index + 2]!;
}

/** Mean grey, 0..1, of about ten thousand pixels spread over the box (or the picture). */
export function meanGrey01(image: PixelImage, box?: Box): number {
  const left = Math.max(0, Math.floor(box?.x ?? 0));
  const top = Math.max(0, Math.floor(box?.y ?? 0));
  const right = Math.min(image.width, Math.ceil(box ? box.x + box.width : image.width));
  const bottom = Math.min(image.height, Math.ceil(box ? box.y + box.height : image.height));
  const step = Math.max(1, Math.floor(Math.sqrt(((right - left) * (bottom - top)) / 10_000)));
  let sum = 0;
  let count = 0;
  for (let y = top; y < bottom; y += step) {
    for (let x = left; x < right; x += step) {
      sum += greyAt(image.data, (y * image.width + x) * CHANNELS);
      count += 1;
    }
  }
  return count === 0 ? 0 : sum / count / 255;
}
