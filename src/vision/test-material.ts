/** Models and pictures for the tests of this folder. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { convertModels } from './models/convert-models.ts';
import { packageFolder } from './models/package-folder.ts';

const CACHE = fileURLToPath(new URL('../../.cache/models', import.meta.url));

/** Converts once and keeps the result between runs. */
export async function modelsForTests(): Promise<string> {
  await convertModels({ modelsDir: CACHE });
  return CACHE;
}

/** One of face-api's group photographs, 1 to 6. */
export function samplePhoto(number: number): string {
  return join(packageFolder('@vladmandic/face-api'), 'demo', `sample${number}.jpg`);
}

/** A face of sample 6 with its surroundings, 480 px square: frontal, sharp, well lit. */
export function goodPortrait(): Promise<Buffer> {
  return sharp(samplePhoto(6)).extract({ left: 1030, top: 240, width: 480, height: 480 }).png().toBuffer();
}

/** Three group photographs in one frame of 1280×960: eleven faces of 60 to 90 px. */
export async function elevenFaces(): Promise<Buffer> {
  const places = [
    { sample: 3, left: 0, top: 0 },
    { sample: 4, left: 640, top: 0 },
    { sample: 6, left: 320, top: 448 },
  ];
  const parts = places.map(async ({ sample, left, top }) => {
    const input = await sharp(samplePhoto(sample)).resize(640, 512, { fit: 'inside' }).toBuffer();
    return { input, left, top };
  });
  return sharp({ create: { width: 1280, height: 960, channels: 3, background: '#444' } })
    .composite(await Promise.all(parts))
    .jpeg({ quality: 92 })
    .toBuffer();
}
