import { randomBytes } from 'node:crypto';
import { toBuffer } from 'qrcode';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { readQrCodes } from './read-qr.ts';
import { qrFrame, type Shown } from './test-frames.ts';

const TEXT = `SP1.${randomBytes(32).toString('base64url')}`;

const read = async (jpeg: Uint8Array) => {
  const result = await readQrCodes(jpeg);
  return result.ok ? result.value : result.refusal;
};

it.each<[string, Shown]>([
  ['printed and held straight', {}],
  ['small, two pixels a module', { sidePx: 100 }],
  ['turned by 17°', { rotateDeg: 17 }],
  ['turned by 45°', { rotateDeg: 45 }],
  ['upside down', { rotateDeg: 180 }],
  ['out of focus', { blurSigma: 2 }],
  ['under a lamp’s glare', { glare: true }],
  ['covered by a tenth', { coveredShare: 0.1 }],
  ['in a quarter of the light', { light: 0.25 }],
  ['light on dark, as in dark mode', { inverted: true }],
  ['turned, dim and out of focus', { rotateDeg: 30, light: 0.5, blurSigma: 1.2 }],
])('D5 a code is read when it is %s', async (_, shown) => {
  expect(await read(await qrFrame(TEXT, shown))).toEqual([TEXT]);
});

it('nothing is read of a torn code, of a code that is only a smear, and where there is none', async () => {
  expect(await read(await qrFrame(TEXT, { torn: true }))).toEqual([]);
  expect(await read(await qrFrame(TEXT, { blurSigma: 12 }))).toEqual([]);
  expect(await read(await qrFrame(null))).toEqual([]);
});

it('what is no picture is refused, and a code of low error correction is not read', async () => {
  expect(await read(Buffer.from('no picture'))).toBe('not_an_image');
  const low = await toBuffer(TEXT, { errorCorrectionLevel: 'L', scale: 6 });
  expect(await read(await sharp(low).jpeg().toBuffer())).toEqual([]);
});

it('a code of another system is read too, cut to a bounded length', async () => {
  expect(await read(await qrFrame('WIFI:S:cafe;T:WPA;P:secret;;'))).toEqual(['WIFI:S:cafe;T:WPA;P:secret;;']);
  const long = await toBuffer('7'.repeat(1500), { errorCorrectionLevel: 'M', scale: 4 });
  const [text] = (await read(await sharp(long).jpeg({ quality: 95 }).toBuffer())) as string[];
  expect(text).toBe('7'.repeat(512));
});

it('of two codes in one frame both are read', async () => {
  const [own, poster] = await Promise.all([TEXT, 'https://example.org'].map((text) => qrFrame(text)));
  const frame = await sharp(own)
    .extend({ right: 640, background: '#6d7278' })
    .composite([{ input: poster!, left: 640, top: 0 }])
    .jpeg()
    .toBuffer();
  expect(((await read(frame)) as string[]).sort()).toEqual([TEXT, 'https://example.org'].sort());
});
