import sharp from 'sharp';
import { beforeAll, expect, it } from 'vitest';
import { analyseFrame } from '../vision/analyse-frame.ts';
import { readQrCodes } from '../vision/codes/read-qr.ts';
import type { FaceEngine } from '../vision/index.ts';
import { watchFrame } from '../vision/liveness/watch-frame.ts';
import { createFrameEyes } from './face-eyes.ts';

/** Refused before anybody looks at pixels, so that no net is needed. */
const NO_NETS = null as never;
const eyes = createFrameEyes({
  analyse: (image, options) => analyseFrame(image, NO_NETS, options),
} as FaceEngine);

let bomb: Buffer;
beforeAll(async () => {
  // Fits a frame's megabyte many times over, and took a worker two seconds.
  const create = { width: 6000, height: 6000, channels: 3 as const, background: '#777' };
  bomb = await sharp({ create }).jpeg({ quality: 30 }).toBuffer();
});

it('a frame of more pixels than any camera has is refused before it is decoded, whoever looks at it', async () => {
  const refused = { ok: false, refusal: 'too_many_pixels' };
  expect(bomb.length).toBeLessThan(1024 * 1024);
  expect(await eyes.look(bomb)).toEqual(refused);
  expect(await readQrCodes(bomb)).toEqual(refused);
  expect(await watchFrame(bomb, NO_NETS, NO_NETS)).toEqual(refused);
});

it('a photograph of as many pixels is still looked at where photographs are enrolled', async () => {
  await expect(analyseFrame(bomb, NO_NETS)).rejects.toThrow(TypeError);
});
