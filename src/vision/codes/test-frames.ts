import sharp, { type OverlayOptions } from 'sharp';
import { darkenPicture } from '../picture-tools.ts';
import { drawQr } from './draw-qr.ts';

/** How a code is held to a camera of 640×480. */
export interface Shown {
  /** Side of the code with its border, px. */
  sidePx?: number;
  rotateDeg?: number;
  blurSigma?: number;
  /** Share of the code's area under a thumb, at its edge. */
  coveredShare?: number;
  /** A bright spot over part of it, as a lamp on a telephone's glass. */
  glare?: boolean;
  /** Light times this, with a sensor's noise. */
  light?: number;
  /** Right half missing. */
  torn?: boolean;
  inverted?: boolean;
}

const FRAME = { width: 640, height: 480 };

/** A camera frame that shows this text as a QR code; `text` null = a wall without one. */
export async function qrFrame(text: string | null, shown: Shown = {}): Promise<Buffer> {
  const overlays =
    text === null ? [] : [{ input: await hold(text, shown), gravity: 'centre' } as OverlayOptions];
  const wall = sharp({ create: { ...FRAME, channels: 3, background: '#6d7278' } });
  const jpeg = await wall.composite(overlays).jpeg({ quality: 75 }).toBuffer();
  const blurred = shown.blurSigma ? await sharp(jpeg).blur(shown.blurSigma).jpeg().toBuffer() : jpeg;
  return shown.light ? Buffer.from(await darkenPicture(blurred, shown.light, 6)) : blurred;
}

async function hold(text: string, shown: Shown): Promise<Buffer> {
  const { sidePx = 260, rotateDeg = 0 } = shown;
  const png = sharp(await drawQr(text)).resize(sidePx, sidePx);
  const flat = await (shown.inverted ? png.negate({ alpha: false }) : png).png().toBuffer();
  const spoilt = await sharp(flat).composite(flaws(sidePx, shown)).png().toBuffer();
  return sharp(spoilt).rotate(rotateDeg, { background: '#6d7278' }).png().toBuffer();
}

function flaws(side: number, { coveredShare = 0, glare, torn }: Shown): OverlayOptions[] {
  const patch = (width: number, height: number, background: string) => ({
    create: { width: Math.round(width), height: Math.round(height), channels: 3 as const, background },
  });
  const thumb = Math.sqrt(coveredShare) * side;
  return [
    ...(thumb ? [{ input: patch(thumb, thumb, '#c68863'), gravity: 'southeast' as const }] : []),
    ...(glare ? [{ input: lamp(side), raw: { width: side, height: side, channels: 4 as const } }] : []),
    ...(torn ? [{ input: patch(side / 2, side, '#6d7278'), gravity: 'east' as const }] : []),
  ];
}

/** White in the middle of the spot, fading out. */
function lamp(side: number): Buffer {
  const pixels = Buffer.alloc(side * side * 4, 255);
  for (let at = 0; at < side * side; at++) {
    const distance =
      Math.hypot((at % side) - side * 0.62, Math.floor(at / side) - side * 0.6) / (side * 0.16);
    pixels[at * 4 + 3] = 255 * Math.max(0, Math.min(1, 1.4 - 1.4 * distance));
  }
  return pixels;
}
