import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, type ReaderOptions, readBarcodes } from 'zxing-wasm/reader';
import { decodeImage, FRAME_PIXELS } from '../decode-image.ts';
import type { PixelImage } from '../pixel-image.ts';
import type { ImageResult } from '../types.ts';

/** Longer texts are not ours, and nothing needs them whole. */
const LONGEST_TEXT = 512;
/** A frame's worth: QR codes hold up at this size, and the time stays bounded. */
const MAX_EDGE_PX = 960;
/** Below M a torn or blurred code is read too easily as another. */
const GOOD_LEVELS = ['M', 'Q', 'H'];

const OPTIONS: ReaderOptions = {
  formats: ['QRCode'],
  tryHarder: true,
  tryRotate: true,
  tryInvert: true,
  maxNumberOfSymbols: 4,
};

let opening: Promise<unknown> | null = null;

/** With the bytes at hand: left alone, the library fetches them from a foreign server. */
function open(): Promise<unknown> {
  const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
  const wasmBinary = wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) as ArrayBuffer;
  return prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
}

/** The texts of the QR codes in a picture, at most four; none when nothing can be read. */
export async function readQrCodes(image: Uint8Array): Promise<ImageResult<string[]>> {
  const decoded = await decodeImage(image, MAX_EDGE_PX, FRAME_PIXELS);
  if (!decoded.ok) return decoded;
  opening ??= open();
  await opening;
  const found = await readBarcodes(toRgba(decoded.value), OPTIONS);
  const texts = found.filter(({ isValid, ecLevel }) => isValid && GOOD_LEVELS.includes(ecLevel));
  return { ok: true, value: texts.map(({ text }) => text.slice(0, LONGEST_TEXT)) };
}

function toRgba({ data, width, height }: PixelImage): Parameters<typeof readBarcodes>[0] {
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let from = 0, to = 0; from < data.length; from += 3, to += 4) {
    rgba[to] = data[from]!;
    rgba[to + 1] = data[from + 1]!;
    rgba[to + 2] = data[from + 2]!;
  }
  return { data: rgba, width, height, colorSpace: 'srgb' };
}
