import type { Box } from './types.ts';

/**
 * Cutting, darkening and framing of sample photographs, for the demo and the tests. The image library is
 * loaded on first use, so that the server does not carry it outside the vision workers.
 */
async function loadSharp() {
  return (await import('sharp')).default;
}

const JPEG = { quality: 92, chromaSubsampling: '4:4:4' } as const;

/** A part of a picture, enlarged by `scale`, as JPEG. */
export async function cropPicture(image: Uint8Array | string, box: Box, scale = 1): Promise<Uint8Array> {
  const sharp = await loadSharp();
  return sharp(image)
    .extract({ left: box.x, top: box.y, width: box.width, height: box.height })
    .resize(Math.round(box.width * scale), Math.round(box.height * scale), { kernel: 'lanczos3' })
    .jpeg(JPEG)
    .toBuffer();
}

/** The same numbers on every run (mulberry32). */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/**
 * The picture as a camera sees it in poor light: every pixel times `factor`, plus the sensor's noise.
 * @param noise standard deviation, grey levels of 0..255.
 */
export async function darkenPicture(image: Uint8Array, factor: number, noise = 2): Promise<Uint8Array> {
  const sharp = await loadSharp();
  const { data, info } = await sharp(image).toColourspace('srgb').removeAlpha().raw().toBuffer({
    resolveWithObject: true,
  });
  const random = seededRandom(1);
  for (let i = 0; i < data.length; i++) {
    data[i] = Math.max(0, Math.min(255, Math.round(data[i]! * factor + noise * gaussian(random))));
  }
  const { width, height, channels } = info;
  return sharp(data, { raw: { width, height, channels } }).jpeg(JPEG).toBuffer();
}

/** Share of the frame's height that the picture takes. */
const PICTURE_SHARE = 0.7;
const BACKDROP_BLUR_PX = 24;

/** The picture before its own blurred colours, in a frame like a webcam's. */
export async function placeOnFrame(image: Uint8Array, width: number, height: number): Promise<Uint8Array> {
  const sharp = await loadSharp();
  const backdrop = await sharp(image)
    .resize(width, height, { fit: 'cover' })
    .blur(BACKDROP_BLUR_PX)
    .removeAlpha()
    .toBuffer();
  const front = await sharp(image)
    .resize(width, Math.round(height * PICTURE_SHARE), { fit: 'inside' })
    .toBuffer();
  return sharp(backdrop)
    .composite([{ input: front, gravity: 'south' }])
    .jpeg(JPEG)
    .toBuffer();
}

/** A print of the picture held before a camera: smaller, with a white border, on a grey wall. */
export async function placeAsPrint(image: Uint8Array, width: number, height: number): Promise<Uint8Array> {
  const sharp = await loadSharp();
  const side = Math.round(Math.min(width, height) * 0.62);
  const border = Math.round(side * 0.05);
  const print = await sharp(image)
    .resize(side, side, { fit: 'inside' })
    .modulate({ brightness: 0.9, saturation: 0.85 })
    .extend({ top: border, bottom: border, left: border, right: border, background: '#f2f0ea' })
    .toBuffer();
  return sharp({ create: { width, height, channels: 3, background: '#6d7278' } })
    .composite([{ input: print, gravity: 'centre' }])
    .jpeg(JPEG)
    .toBuffer();
}
