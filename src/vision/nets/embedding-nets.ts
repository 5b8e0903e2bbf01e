import { type Affine, mirrored, widened } from '../affine.ts';
import { CHIP_PX } from '../chip.ts';
import { type Exposure, smoothPlanes } from '../exposure.ts';
import type { ImagePyramid } from '../pixel-image.ts';
import { DLIB_PIXELS, type Normalisation, RAW_PIXELS, sampleSquare } from '../sample-square.ts';
import { fuseTemplate, type Template } from '../template.ts';
import type { TemplateVariant } from '../types.ts';
import { type Net, type NetOptions, openNet } from './open-net.ts';

const FACERES_PX = 224;
/** faceres was trained on looser crops than dlib's chip. */
const FACERES_VIEW = 1.2;
const DLIB_LENGTH = 128;
const FACERES_LENGTH = 1024;
/** More faces at once cost memory and save no time. */
const MAX_BATCH = 4;

/** Where a face lies and how it is brought to light. */
export interface EmbeddingView {
  /** From the 150×150 chip to the picture. */
  map: Affine;
  exposure: Exposure;
}

export interface EmbeddingNets {
  embed(
    picture: ImagePyramid,
    views: readonly EmbeddingView[],
    variant: TemplateVariant,
  ): Promise<Template[]>;
  close(): Promise<void>;
}

/** What one of the two nets takes and gives. */
interface EmbeddingNet {
  net: Net;
  sizePx: number;
  pixels: Normalisation;
  /** Field of view relative to the chip's. */
  view: number;
  length: number;
}

function prepare(picture: ImagePyramid, views: readonly EmbeddingView[], of: EmbeddingNet): Float32Array {
  const volume = 3 * of.sizePx * of.sizePx;
  const input = new Float32Array(views.length * volume);
  for (const [i, { map, exposure }] of views.entries()) {
    sampleSquare(picture, map, of.sizePx, of.pixels, input, i * volume, exposure.gain);
    if (exposure.smooth) smoothPlanes(input, of.sizePx, i * volume, 3);
  }
  return input;
}

async function runInBatches(
  picture: ImagePyramid,
  views: readonly EmbeddingView[],
  of: EmbeddingNet,
): Promise<Float32Array[]> {
  const vectors: Float32Array[] = [];
  for (let start = 0; start < views.length; start += MAX_BATCH) {
    const batch = views.slice(start, start + MAX_BATCH);
    const { out } = await of.net.run(prepare(picture, batch, of), [batch.length, 3, of.sizePx, of.sizePx]);
    for (let i = 0; i < batch.length; i++) vectors.push(out!.slice(i * of.length, (i + 1) * of.length));
  }
  return vectors;
}

function viewsFor(
  { sizePx, view }: EmbeddingNet,
  chips: readonly EmbeddingView[],
  variant: TemplateVariant,
): EmbeddingView[] {
  return chips.flatMap(({ map, exposure }) => {
    const fitted = { map: widened(map, CHIP_PX, view, sizePx), exposure };
    if (variant === 'lite') return [fitted];
    return [fitted, { map: mirrored(fitted.map, sizePx), exposure }];
  });
}

export async function openEmbeddingNets(options: NetOptions): Promise<EmbeddingNets> {
  const dlib: EmbeddingNet = {
    net: await openNet('face-recognition.onnx', options),
    sizePx: CHIP_PX,
    pixels: DLIB_PIXELS,
    view: 1,
    length: DLIB_LENGTH,
  };
  const faceres: EmbeddingNet = {
    net: await openNet('faceres.onnx', options),
    sizePx: FACERES_PX,
    pixels: RAW_PIXELS,
    view: FACERES_VIEW,
    length: FACERES_LENGTH,
  };
  return {
    async close() {
      await dlib.net.close();
      await faceres.net.close();
    },
    async embed(picture, chips, variant) {
      const dlibVectors = await runInBatches(picture, viewsFor(dlib, chips, variant), dlib);
      const faceresVectors = await runInBatches(picture, viewsFor(faceres, chips, variant), faceres);
      const views = variant === 'full' ? 2 : 1;
      return chips.map((_, i) => {
        const range = [i * views, (i + 1) * views] as const;
        return fuseTemplate(dlibVectors.slice(...range), faceresVectors.slice(...range));
      });
    },
  };
}
