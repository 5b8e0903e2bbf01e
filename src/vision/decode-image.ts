import sharp, { type Metadata, type Sharp } from 'sharp';
import type { PixelImage } from './pixel-image.ts';
import type { ImageRefusal, ImageResult } from './types.ts';

/** Before anything is decoded. */
export const IMAGE_LIMITS = { maxBytes: 15 * 1024 * 1024, maxPixels: 40_000_000 } as const;
/** A camera frame, which anybody may send: 4K. What is larger can keep a worker busy for seconds. */
export const FRAME_PIXELS = 3840 * 2160;

export const DEFAULT_MAX_EDGE_PX = 1920;

sharp.concurrency(1);
sharp.cache(false);
// Only these three formats reach a decoder; SVG, PDF, GIF, HEIF and whatever else libvips can open do not.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp'] });

const refuse = (refusal: ImageRefusal): { ok: false; refusal: ImageRefusal } => ({ ok: false, refusal });

const STARTS: ReadonlyArray<{ offset: number; bytes: readonly number[] }> = [
  { offset: 0, bytes: [0xff, 0xd8, 0xff] },
  { offset: 0, bytes: [0x89, 0x50, 0x4e, 0x47] },
  { offset: 8, bytes: [0x57, 0x45, 0x42, 0x50] },
];

/** JPEG, PNG or WebP by its first bytes. */
function startsLikeAnImage(bytes: Uint8Array): boolean {
  return STARTS.some(({ offset, bytes: expected }) =>
    expected.every((byte, i) => bytes[offset + i] === byte),
  );
}

/** An animated PNG has an `acTL` chunk before its first `IDAT`; sharp sees its first picture only. */
function isAnimatedPng(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer[0] !== 0x89) return false;
  const firstData = buffer.indexOf('IDAT');
  const control = buffer.indexOf('acTL');
  return control !== -1 && (firstData === -1 || control < firstData);
}

function open(bytes: Uint8Array): Sharp {
  return sharp(bytes, { failOn: 'error', limitInputPixels: IMAGE_LIMITS.maxPixels, sequentialRead: true });
}

async function readMetadata(bytes: Uint8Array): Promise<ImageResult<Metadata>> {
  try {
    return { ok: true, value: await open(bytes).metadata() };
  } catch (error) {
    if (error instanceof Error && /pixel limit/i.test(error.message)) return refuse('too_many_pixels');
    return refuse(startsLikeAnImage(bytes) ? 'truncated' : 'not_an_image');
  }
}

/** Looks at size, kind and dimensions, and decodes nothing. */
async function inspect(bytes: Uint8Array, maxPixels: number): Promise<ImageResult<Metadata>> {
  if (bytes.length === 0) return refuse('empty');
  if (bytes.length > IMAGE_LIMITS.maxBytes) return refuse('too_many_bytes');
  if (!startsLikeAnImage(bytes)) return refuse('not_an_image');
  const found = await readMetadata(bytes);
  if (!found.ok) return found;
  const { width, height, pages = 1 } = found.value;
  if (width * height > maxPixels) return refuse('too_many_pixels');
  if (pages > 1 || isAnimatedPng(bytes)) return refuse('animated');
  return found;
}

/**
 * Opens a picture that has passed every check, upright, at most `maxEdgePx` on its longer side, in sRGB and
 * without transparency. The caller says what it becomes; a decoder's error then means a truncated file.
 */
export async function decodeWith<T>(
  bytes: Uint8Array,
  maxEdgePx: number,
  finish: (image: Sharp) => Promise<T>,
  maxPixels: number = IMAGE_LIMITS.maxPixels,
): Promise<ImageResult<T>> {
  const inspected = await inspect(bytes, maxPixels);
  if (!inspected.ok) return inspected;
  const image = open(bytes)
    .rotate()
    .resize(maxEdgePx, maxEdgePx, { fit: 'inside', withoutEnlargement: true, kernel: 'linear' })
    .flatten({ background: '#000' })
    .toColourspace('srgb');
  try {
    return { ok: true, value: await finish(image) };
  } catch {
    return refuse('truncated');
  }
}

function spreadGrey(data: Uint8Array): Uint8Array {
  const rgb = new Uint8Array(data.length * 3);
  for (let i = 0; i < data.length; i++) rgb.fill(data[i]!, 3 * i, 3 * i + 3);
  return rgb;
}

export async function decodeImage(
  bytes: Uint8Array,
  maxEdgePx: number,
  maxPixels?: number,
): Promise<ImageResult<PixelImage>> {
  const toPixels = async (image: Sharp) => {
    const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
    const rgb = info.channels === 1 ? spreadGrey(data) : data;
    return { data: rgb, width: info.width, height: info.height };
  };
  return decodeWith(bytes, maxEdgePx, toPixels, maxPixels);
}
