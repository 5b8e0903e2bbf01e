import sharp from 'sharp';
import { darkenPicture } from '../../src/vision/index.ts';
import { openFaceNets } from '../../src/vision/open-face-nets.ts';
import { putOnSpectacles } from './spectacles.ts';

export const DEGRADATIONS = ['dark', 'blur', 'roll', 'small', 'jpeg', 'spectacles'] as const;
export type Degradation = (typeof DEGRADATIONS)[number];

/** What is done to the probes, for the report. */
export const DEGRADATION_TEXT: Record<Degradation, string> = {
  dark: 'light × 0.15 and noise of 2 grey levels',
  blur: 'Gaussian blur, sigma 2 px',
  roll: 'rolled by 30°, in turns to the left and to the right',
  small: 'half as wide and half as high',
  jpeg: 'JPEG of quality 15',
  spectacles: 'spectacles drawn on, three kinds in turns, tinted and with reflections',
};

const DARK = 0.15;
const ROLL_DEG = 30;
const BLUR_PX = 2;
const JPEG_QUALITY = 15;

/** @param place the photo's number in the set: decides to which side it is rolled, and which spectacles. */
export type Worsen = (picture: Uint8Array, place: number) => Promise<Uint8Array>;

export interface Degrader {
  worsen: Worsen;
  /** Pictures that stayed as they were. */
  untouched(): number;
  close(): Promise<void>;
}

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

async function halved(picture: Uint8Array): Promise<Uint8Array> {
  const upright = await sharp(picture).rotate().png().toBuffer();
  const { width } = await sharp(upright).metadata();
  return sharp(upright)
    .resize({ width: Math.max(1, Math.round(width / 2)) })
    .png()
    .toBuffer();
}

const WORSEN: Record<Exclude<Degradation, 'spectacles'>, Worsen> = {
  dark: async (picture) => darkenPicture(await sharp(picture).rotate().png().toBuffer(), DARK),
  roll: rolled,
  jpeg: (picture) => sharp(picture).rotate().jpeg({ quality: JPEG_QUALITY }).toBuffer(),
  blur: (picture) => sharp(picture).rotate().blur(BLUR_PX).png().toBuffer(),
  small: halved,
};

/** Spectacles need a face to sit on: without one the picture stays as it is, and is counted. */
async function openOptician(modelsDir: string): Promise<Degrader> {
  const nets = await openFaceNets({ modelsDir, threads: 1 });
  let untouched = 0;
  return {
    async worsen(picture, place) {
      const worn = await putOnSpectacles(picture, nets, place);
      if (worn === null) untouched += 1;
      return worn ?? picture;
    },
    untouched: () => untouched,
    close: () => nets.close(),
  };
}

export async function openDegrader(kind: Degradation, modelsDir: string): Promise<Degrader> {
  if (kind === 'spectacles') return openOptician(modelsDir);
  return { worsen: WORSEN[kind], untouched: () => 0, close: async () => {} };
}
