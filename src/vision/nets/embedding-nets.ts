import { type Affine, mirrored, type Point, widened } from '../affine.ts';
import { CHIP_PX } from '../chip.ts';
import { DLIB_PIXELS, develop, type Exposure, type Normalisation, RAW_PIXELS } from '../exposure.ts';
import type { ImagePyramid } from '../pixel-image.ts';
import { sampleSquare } from '../sample-square.ts';
import { fuseTemplate, type Template } from '../template.ts';
import type { TemplateVariant } from '../types.ts';
import { type Net, type NetOptions, openNet } from './open-net.ts';

const FACERES_PX = 224;
/** faceres was trained on looser crops than dlib's chip. */
const FACERES_VIEW = 1.2;

/** Where a face lies and how it is brought to light. */
export interface EmbeddingView {
  /** From the 150×150 chip to the picture. */
  map: Affine;
  exposure: Exposure;
  /** The iBUG 68, px of the picture: for models with an alignment of their own. */
  landmarks: readonly Point[];
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
}

/** One view at a time: batches cost memory and save no time. */
async function runViews(
  picture: ImagePyramid,
  views: readonly EmbeddingView[],
  { net, sizePx, pixels }: EmbeddingNet,
): Promise<Float32Array[]> {
  const vectors: Float32Array[] = [];
  const input = new Float32Array(3 * sizePx * sizePx);
  for (const { map, exposure } of views) {
    sampleSquare(picture, map, sizePx, input);
    develop(input, sizePx, 0, pixels, exposure);
    const { out } = await net.run(input, [1, 3, sizePx, sizePx]);
    vectors.push(out!);
  }
  return vectors;
}

function viewsFor(
  { sizePx, view }: EmbeddingNet,
  chips: readonly EmbeddingView[],
  variant: TemplateVariant,
): EmbeddingView[] {
  return chips.flatMap((chip) => {
    const fitted = { ...chip, map: widened(chip.map, CHIP_PX, view, sizePx) };
    if (variant === 'lite') return [fitted];
    return [fitted, { ...fitted, map: mirrored(fitted.map, sizePx) }];
  });
}

export async function openEmbeddingNets(options: NetOptions): Promise<EmbeddingNets> {
  const dlib: EmbeddingNet = {
    net: await openNet('face-recognition.onnx', options),
    sizePx: CHIP_PX,
    pixels: DLIB_PIXELS,
    view: 1,
  };
  const faceres: EmbeddingNet = {
    net: await openNet('faceres.onnx', options),
    sizePx: FACERES_PX,
    pixels: RAW_PIXELS,
    view: FACERES_VIEW,
  };
  return {
    async close() {
      await dlib.net.close();
      await faceres.net.close();
    },
    async embed(picture, chips, variant) {
      const dlibVectors = await runViews(picture, viewsFor(dlib, chips, variant), dlib);
      const faceresVectors = await runViews(picture, viewsFor(faceres, chips, variant), faceres);
      const views = variant === 'full' ? 2 : 1;
      return chips.map((_, i) => {
        const range = [i * views, (i + 1) * views] as const;
        return fuseTemplate(dlibVectors.slice(...range), faceresVectors.slice(...range));
      });
    },
  };
}
