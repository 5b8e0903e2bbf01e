import sharp from 'sharp';
import { darkenPicture } from '../../src/vision/index.ts';

export const DEGRADATIONS = ['dark', 'blur', 'roll', 'small', 'jpeg'] as const;
export type Degradation = (typeof DEGRADATIONS)[number];

/** What is done to the probes, for the report. */
export const DEGRADATION_TEXT: Record<Degradation, string> = {
  dark: 'light × 0.15 and noise of 2 grey levels',
  blur: 'Gaussian blur, sigma 2 px',
  roll: 'rolled by 30°, in turns to the left and to the right',
  small: 'half as wide and half as high',
  jpeg: 'JPEG of quality 15',
};

const DARK = 0.15;
const ROLL_DEG = 30;
const BLUR_PX = 2;
const JPEG_QUALITY = 15;

async function rolled(picture: Uint8Array, place: number): Promise<Uint8Array> {
  const upright = await sharp(picture).rotate().toColourspace('srgb').removeAlpha().png().toBuffer();
  const { channels } = await sharp(upright).stats();
  const [r, g, b] = channels.map(({ mean }) => Math.round(mean));
  const background = { r: r!, g: g ?? r!, b: b ?? r! };
  return sharp(upright)
    .rotate(place % 2 === 0 ? ROLL_DEG : -ROLL_DEG, { background })
    .png()
    .toBuffer();
}

/** @param place the photo's number in the set; only decides to which side it is rolled. */
export async function degrade(kind: Degradation, picture: Uint8Array, place: number): Promise<Uint8Array> {
  if (kind === 'dark') return darkenPicture(await sharp(picture).rotate().png().toBuffer(), DARK);
  if (kind === 'roll') return rolled(picture, place);
  const upright = sharp(picture).rotate();
  if (kind === 'jpeg') return upright.jpeg({ quality: JPEG_QUALITY }).toBuffer();
  if (kind === 'blur') return upright.blur(BLUR_PX).png().toBuffer();
  const { width } = (await upright.clone().png().toBuffer({ resolveWithObject: true })).info;
  return upright
    .resize({ width: Math.max(1, Math.round(width / 2)) })
    .png()
    .toBuffer();
}
