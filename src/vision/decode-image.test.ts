import { readFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { decodeImage, IMAGE_LIMITS } from './decode-image.ts';
import { sanitiseImage } from './sanitise-image.ts';
import { samplePhoto } from './test-material.ts';
import type { ImageRefusal } from './types.ts';

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

/** A PNG that says it is this large and holds next to nothing: a decompression bomb. */
function hugePng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(1000))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function animatedPng(still: Buffer): Buffer {
  const afterHeader = 8 + 25;
  const control = Buffer.alloc(8);
  control.writeUInt32BE(2, 0);
  return Buffer.concat([still.subarray(0, afterHeader), chunk('acTL', control), still.subarray(afterHeader)]);
}

const photo = readFileSync(samplePhoto(3));
/** Left half red, right half blue. */
let twoColours: Buffer;
let png: Buffer;

beforeAll(async () => {
  const red = await sharp({ create: { width: 20, height: 20, channels: 3, background: '#f00' } })
    .png()
    .toBuffer();
  png = await sharp({ create: { width: 40, height: 20, channels: 3, background: '#00f' } })
    .composite([{ input: red, left: 0, top: 0 }])
    .png()
    .toBuffer();
  twoColours = await sharp(png).jpeg({ quality: 100 }).toBuffer();
});

async function refusalOf(bytes: Uint8Array): Promise<ImageRefusal | 'none'> {
  const decoded = await decodeImage(bytes, 1920);
  const sanitised = await sanitiseImage(bytes);
  expect(sanitised.ok).toBe(decoded.ok);
  return decoded.ok ? 'none' : decoded.refusal;
}

describe('bad input gets its own refusal (A7)', () => {
  test('zero bytes', async () => expect(await refusalOf(new Uint8Array(0))).toBe('empty'));
  test('text', async () => expect(await refusalOf(Buffer.from('hello'.repeat(100)))).toBe('not_an_image'));
  test('SVG, which other programs call an image', async () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>';
    expect(await refusalOf(Buffer.from(svg))).toBe('not_an_image');
    expect(await refusalOf(Buffer.from(`<?xml version="1.0"?>${svg}`))).toBe('not_an_image');
  });
  test('GIF', async () => {
    expect(await refusalOf(await sharp(png).gif().toBuffer())).toBe('not_an_image');
  });
  test('the first bytes of a JPEG before something else', async () => {
    expect(await refusalOf(Buffer.concat([photo.subarray(0, 4), Buffer.from('no'.repeat(900))]))).toBe(
      'truncated',
    );
  });
  test.each([0.01, 0.5, 0.98])('a JPEG cut off after %f of its bytes', async (share) => {
    expect(await refusalOf(photo.subarray(0, Math.floor(photo.length * share)))).toBe('truncated');
  });
  test('a PNG and a WebP cut off in the middle', async () => {
    const webp = await sharp(photo).resize(300).webp().toBuffer();
    const largePng = await sharp(photo).resize(300).png().toBuffer();
    expect(await refusalOf(webp.subarray(0, webp.length / 2))).toBe('truncated');
    expect(await refusalOf(largePng.subarray(0, largePng.length / 2))).toBe('truncated');
  });
  test('100 megapixels, refused before anything is decoded', async () => {
    const startedMs = performance.now();
    expect(await refusalOf(hugePng(10_000, 10_000))).toBe('too_many_pixels');
    expect(performance.now() - startedMs).toBeLessThan(500);
  });
  test('more bytes than allowed', async () => {
    const large = Buffer.concat([photo, Buffer.alloc(IMAGE_LIMITS.maxBytes)]);
    expect(await refusalOf(large)).toBe('too_many_bytes');
  });
  test('an animated WebP and an animated PNG', async () => {
    const webp = await sharp([png, twoColours], { join: { animated: true } })
      .webp()
      .toBuffer();
    expect(await refusalOf(webp)).toBe('animated');
    expect(await refusalOf(animatedPng(png))).toBe('animated');
  });
});

describe('good input comes out upright, reduced, in RGB', () => {
  async function decoded(bytes: Uint8Array, maxEdgePx = 1920) {
    const result = await decodeImage(bytes, maxEdgePx);
    if (!result.ok) throw new Error(result.refusal);
    expect(result.value.data).toHaveLength(result.value.width * result.value.height * 3);
    return result.value;
  }

  test('JPEG, PNG and WebP alike', async () => {
    const webp = await sharp(png).webp({ lossless: true }).toBuffer();
    for (const bytes of [twoColours, png, webp]) {
      const { data } = await decoded(bytes);
      expect(data[0]).toBeGreaterThan(230);
      expect(data[2]).toBeLessThan(40);
    }
  });

  test('grey, transparent, 16-bit and CMYK pictures', async () => {
    const grey = await sharp(twoColours).greyscale().jpeg().toBuffer();
    const deep = await sharp(twoColours).toColourspace('rgb16').png().toBuffer();
    const cmyk = await sharp(twoColours).toColourspace('cmyk').jpeg().toBuffer();
    const clear = await sharp({ create: { width: 4, height: 4, channels: 4, background: '#ffffff00' } })
      .png()
      .toBuffer();
    for (const bytes of [grey, deep, cmyk]) expect((await decoded(bytes)).width).toBe(40);
    expect((await decoded(deep)).data[0]).toBeGreaterThan(230);
    expect((await decoded(clear)).data[0]).toBe(0);
  });

  test('the camera held upright: EXIF turns the picture', async () => {
    const turned = await sharp(twoColours).withMetadata({ orientation: 6 }).jpeg({ quality: 100 }).toBuffer();
    const { data, width, height } = await decoded(turned);
    expect([width, height]).toEqual([20, 40]);
    // Turned clockwise the left half comes to lie above.
    expect(data[0]).toBeGreaterThan(230);
    expect(data[(39 * 20 + 10) * 3 + 2]).toBeGreaterThan(230);
  });

  test('the longer side is reduced, never enlarged', async () => {
    expect(await decoded(photo, 640)).toMatchObject({ width: 640, height: 450 });
    expect(await decoded(twoColours, 640)).toMatchObject({ width: 40, height: 20 });
  });
});

describe('a sanitised picture', () => {
  async function sanitised(...given: Parameters<typeof sanitiseImage>) {
    const result = await sanitiseImage(...given);
    if (!result.ok) throw new Error(result.refusal);
    return { bytes: result.value, metadata: await sharp(result.value).metadata() };
  }

  test('is a JPEG without EXIF, place or comment, and still upright', async () => {
    const secret = 'a place nobody should learn';
    const source = await sharp(twoColours)
      .withExif({ IFD0: { ImageDescription: secret } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const { bytes, metadata } = await sanitised(source);
    expect(metadata).toMatchObject({ format: 'jpeg', width: 20, height: 40 });
    expect(metadata.exif).toBeUndefined();
    expect(metadata.orientation).toBeUndefined();
    expect(Buffer.from(bytes).includes(secret)).toBe(false);
  });

  test('is cropped in the pixels of the reduced picture, and no further than it reaches', async () => {
    const crop = { x: -50, y: 400, width: 100, height: 100 };
    const { metadata } = await sanitised(photo, { maxEdgePx: 640, crop });
    expect(metadata).toMatchObject({ width: 50, height: 50 });
    const beyond = await sanitised(photo, {
      maxEdgePx: 640,
      crop: { x: 900, y: 900, width: 10, height: 10 },
    });
    expect(beyond.metadata).toMatchObject({ width: 1, height: 1 });
  });
});
