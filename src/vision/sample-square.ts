import { type Affine, affineScale } from './affine.ts';
import type { ImagePyramid, PixelImage } from './pixel-image.ts';

/** The map of the full picture restated for a level reduced by `reduction`. */
function reduced([a, b, c, d, e, f]: Affine, reduction: number): Affine {
  if (reduction === 1) return [a, b, c, d, e, f];
  const shift = (1 / reduction - 1) / 2;
  const scale = 1 / reduction;
  return [a * scale, b * scale, c * scale + shift, d * scale, e * scale, f * scale + shift];
}

/** Red, green and blue at a place near or beyond the edge; what lies outside is black. */
function sampleAtEdge({ data, width, height }: PixelImage, x: number, y: number, into: Float32Array): void {
  const left = Math.floor(x);
  const top = Math.floor(y);
  into.fill(0);
  for (let corner = 0; corner < 4; corner++) {
    const px = left + (corner & 1);
    const py = top + (corner >> 1);
    if (px < 0 || py < 0 || px >= width || py >= height) continue;
    const weight = (1 - Math.abs(x - px)) * (1 - Math.abs(y - py));
    const i = (py * width + px) * 3;
    for (let c = 0; c < 3; c++) into[c]! += data[i + c]! * weight;
  }
}

/**
 * Samples a square picture through an affine map, bilinear, from the pyramid level that fits.
 * @param output values 0..255, planar: all of red, all of green, all of blue, from `offset`.
 */
export function sampleSquare(
  pyramid: ImagePyramid,
  map: Affine,
  size: number,
  output: Float32Array,
  offset = 0,
): void {
  const { image, reduction } = pyramid.levelFor(affineScale(map));
  const { data, width, height } = image;
  const [a, b, c, d, e, f] = reduced(map, reduction);
  const plane = size * size;
  const row = width * 3;
  const edge = new Float32Array(3);
  let to = offset;
  for (let y = 0; y < size; y++) {
    let sourceX = b * y + c;
    let sourceY = e * y + f;
    for (let x = 0; x < size; x++, to++, sourceX += a, sourceY += d) {
      if (sourceX >= 0 && sourceY >= 0 && sourceX < width - 1 && sourceY < height - 1) {
        const left = sourceX | 0;
        const top = sourceY | 0;
        const fx = sourceX - left;
        const fy = sourceY - top;
        const w11 = fx * fy;
        const w01 = fx - w11;
        const w10 = fy - w11;
        const w00 = 1 - fx - w10;
        const i = top * row + left * 3;
        const j = i + row;
        output[to] = data[i]! * w00 + data[i + 3]! * w01 + data[j]! * w10 + data[j + 3]! * w11;
        output[to + plane] =
          data[i + 1]! * w00 + data[i + 4]! * w01 + data[j + 1]! * w10 + data[j + 4]! * w11;
        output[to + 2 * plane] =
          data[i + 2]! * w00 + data[i + 5]! * w01 + data[j + 2]! * w10 + data[j + 5]! * w11;
      } else {
        sampleAtEdge(image, sourceX, sourceY, edge);
        output[to] = edge[0]!;
        output[to + plane] = edge[1]!;
        output[to + 2 * plane] = edge[2]!;
      }
    }
  }
}

/** Exchanges left and right of a planar square picture, in place. */
export function mirrorPlanes(planes: Float32Array, size: number): void {
  for (let start = 0; start < planes.length; start += size) planes.subarray(start, start + size).reverse();
}
