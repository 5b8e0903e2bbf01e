import sharp from 'sharp';
import { DEFAULT_MAX_EDGE_PX, decodeWith } from './decode-image.ts';
import type { Box, ImageResult } from './types.ts';

export interface SanitiseOptions {
  /** Of the picture the crop is taken from, the same that an analysis was asked for; 1920 if not said. */
  maxEdgePx?: number;
  /** In pixels of the upright, reduced picture; clipped to it. */
  crop?: Box;
  /** JPEG quality, 1..100. */
  quality?: number;
}

const DEFAULT_QUALITY = 85;

function clipToPicture(crop: Box, width: number, height: number) {
  const left = Math.min(width - 1, Math.max(0, Math.round(crop.x)));
  const top = Math.min(height - 1, Math.max(0, Math.round(crop.y)));
  const right = Math.min(width, Math.max(left + 1, Math.round(crop.x + crop.width)));
  const bottom = Math.min(height, Math.max(top + 1, Math.round(crop.y + crop.height)));
  return { left, top, width: right - left, height: bottom - top };
}

/** A fresh JPEG of the picture's pixels: no EXIF, no place, no thumbnail, nothing that was hidden in the file. */
export async function sanitiseImage(
  bytes: Uint8Array,
  { maxEdgePx = DEFAULT_MAX_EDGE_PX, crop, quality = DEFAULT_QUALITY }: SanitiseOptions = {},
): Promise<ImageResult<Uint8Array>> {
  return decodeWith(bytes, maxEdgePx, async (image) => {
    const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
    const { width, height, channels } = info;
    let upright = sharp(data, { raw: { width, height, channels } });
    if (crop) upright = upright.extract(clipToPicture(crop, width, height));
    return upright.jpeg({ quality, mozjpeg: false }).toBuffer();
  });
}
