import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AnalyseOptions, analyseFrame, type FaceNets } from './analyse-frame.ts';
import { openFaceNets } from './open-face-nets.ts';
import { darkenPicture } from './picture-tools.ts';
import { templateDistance } from './template.ts';
import { elevenFaces, goodPortrait, modelsForTests, samplePhoto } from './test-material.ts';
import { thresholdFor } from './thresholds.ts';
import type { FrameAnalysis } from './types.ts';

let nets: FaceNets & { close(): Promise<void> };
let portrait: Buffer;
let reference: Float32Array;

beforeAll(async () => {
  nets = await openFaceNets({ modelsDir: await modelsForTests(), threads: 2 });
  portrait = await goodPortrait();
  reference = (await onlyFace(portrait)).template;
});
afterAll(() => nets.close());

async function analysed(bytes: Uint8Array, options?: AnalyseOptions): Promise<FrameAnalysis> {
  const result = await analyseFrame(bytes, nets, options);
  if (!result.ok) throw new Error(result.refusal);
  return result.value;
}

async function onlyFace(bytes: Uint8Array, options?: AnalyseOptions) {
  const { faces } = await analysed(bytes, options);
  expect(faces).toHaveLength(1);
  return faces[0]!;
}

const STRICT = thresholdFor(0.0001, 'verify');

describe('how many faces', () => {
  test('none on an empty wall, and none on a door whose handle looks like one (A4)', async () => {
    const wall = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#998' } })
      .jpeg()
      .toBuffer();
    expect((await analysed(wall)).faces).toEqual([]);
    const door = { left: 0, top: 0, width: 440, height: 380 };
    const picture = await sharp(samplePhoto(3)).extract(door).jpeg().toBuffer();
    expect((await analysed(picture)).faces).toEqual([]);
  });

  test('none in noise', async () => {
    let state = 7;
    const noise = Buffer.alloc(640 * 480 * 3);
    for (let i = 0; i < noise.length; i++) {
      state = (state * 1664525 + 1013904223) >>> 0;
      noise[i] = state >>> 24;
    }
    const picture = await sharp(noise, { raw: { width: 640, height: 480, channels: 3 } })
      .png()
      .toBuffer();
    expect((await analysed(picture)).faces).toEqual([]);
  });

  test('one on a portrait, with a box about it and the eyes where they are', async () => {
    const face = await onlyFace(portrait);
    expect(face.eyeDistancePx).toBeGreaterThan(85);
    expect(face.eyeDistancePx).toBeLessThan(115);
    expect(Math.abs(face.rollDeg)).toBeLessThan(5);
    expect(Math.abs(face.turn)).toBeLessThan(0.2);
    expect(face.box.x).toBeGreaterThan(60);
    expect(face.box.x + face.box.width).toBeLessThan(420);
    expect(face.box.width).toBeCloseTo(face.box.height, 6);
  });

  test.each([
    [1, 3],
    [3, 3],
    [4, 4],
    [5, 5],
    [6, 4],
  ])('sample %i: all %i', async (sample, count) => {
    expect((await analysed(readFileSync(samplePhoto(sample)), { variant: 'lite' })).faces).toHaveLength(
      count,
    );
  });

  test('eleven in one frame, each a different place, largest first (B9)', async () => {
    const { faces } = await analysed(await elevenFaces(), { variant: 'lite', maxEdgePx: 1280 });
    expect(faces).toHaveLength(11);
    const sizes = faces.map((face) => face.box.width);
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
    for (const [i, face] of faces.entries()) {
      for (const other of faces.slice(0, i)) {
        const apart = Math.hypot(face.box.x - other.box.x, face.box.y - other.box.y);
        expect(apart).toBeGreaterThan(face.box.width / 2);
      }
    }
  });

  test('no more than asked for, and those are the largest', async () => {
    const all = await analysed(readFileSync(samplePhoto(6)), { variant: 'lite' });
    const two = await analysed(readFileSync(samplePhoto(6)), { variant: 'lite', maxFaces: 2 });
    expect(two.faces.map((face) => face.box)).toEqual(all.faces.slice(0, 2).map((face) => face.box));
  });

  test('a face of 12 pixels is never good for anything', async () => {
    const small = await sharp(portrait).resize(21).png().toBuffer();
    const frame = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#998' } })
      .composite([{ input: small }])
      .png()
      .toBuffer();
    const { faces } = await analysed(frame);
    for (const face of faces) expect(face.eyeDistancePx).toBeLessThan(15);
  });
});

describe('the same person is recognised', () => {
  async function distanceOf(bytes: Uint8Array, options?: AnalyseOptions): Promise<number> {
    return templateDistance(reference, (await onlyFace(bytes, options)).template);
  }

  test('in the lite variant, of half the work (A3)', async () => {
    expect(await distanceOf(portrait, { variant: 'lite' })).toBeLessThan(0.05);
  });

  test.each([-30, -15, 15, 30])('with the head rolled by %i° (A6)', async (degrees) => {
    const rolled = await sharp(portrait).rotate(degrees, { background: '#777' }).png().toBuffer();
    const face = await onlyFace(rolled);
    expect(Math.abs(face.rollDeg - degrees)).toBeLessThan(6);
    expect(templateDistance(reference, face.template)).toBeLessThan(STRICT);
  });

  test.each([0.6, 0.3, 0.15, 0.08])('in %f of the light, with the noise of a sensor (A6)', async (factor) => {
    const dark = await darkenPicture(portrait, factor);
    const analysis = await analysed(dark);
    expect(analysis.faces).toHaveLength(1);
    expect(analysis.dark).toBe(factor <= 0.3);
    expect(analysis.brightness01).toBeLessThan(0.7 * factor);
    expect(templateDistance(reference, analysis.faces[0]!.template)).toBeLessThan(STRICT);
  });

  test('at a third of the size, as JPEG, mirrored, and close enough to fill the picture', async () => {
    const small = await sharp(portrait).resize(150).jpeg({ quality: 60 }).toBuffer();
    expect(await distanceOf(small)).toBeLessThan(STRICT);
    expect(await distanceOf(await sharp(portrait).flop().png().toBuffer())).toBeLessThan(0.05);
    const close = { left: 110, top: 100, width: 270, height: 290 };
    expect(await distanceOf(await sharp(portrait).extract(close).png().toBuffer())).toBeLessThan(STRICT);
  });

  test('from a telephone that saved the picture lying on its side', async () => {
    const lying = await sharp(portrait).rotate(-90).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const face = await onlyFace(lying);
    expect(Math.abs(face.rollDeg)).toBeLessThan(5);
    expect(templateDistance(reference, face.template)).toBeLessThan(STRICT);
  });
});

test('everybody else is a stranger, in the light and in the dark (A5)', async () => {
  for (const sample of [3, 4, 5]) {
    const photo = await sharp(samplePhoto(sample)).resize(1280).jpeg().toBuffer();
    for (const picture of [photo, await darkenPicture(photo, 0.15)]) {
      for (const face of (await analysed(picture, { variant: 'lite' })).faces) {
        expect(templateDistance(reference, face.template)).toBeGreaterThan(thresholdFor(0.001, 'verify'));
      }
    }
  }
});

test('a refused picture is an answer, not an exception', async () => {
  expect(await analyseFrame(Buffer.from('no picture'), nets)).toEqual({ ok: false, refusal: 'not_an_image' });
});
