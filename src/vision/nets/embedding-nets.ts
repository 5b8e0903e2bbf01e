import { type Affine, type Point, widened } from '../affine.ts';
import { CHIP_PX } from '../chip.ts';
import { DLIB_PIXELS, develop, type Exposure, type Normalisation, RAW_PIXELS } from '../exposure.ts';
import type { ImagePyramid } from '../pixel-image.ts';
import { mirrorPlanes, sampleSquare } from '../sample-square.ts';
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

/** What one of the two nets takes. */
interface EmbeddingInput {
  sizePx: number;
  pixels: Normalisation;
  /** Field of view relative to the chip's. */
  view: number;
}

interface EmbeddingNet extends EmbeddingInput {
  net: Net;
}

export const EMBEDDING_INPUTS: Readonly<Record<'face-recognition' | 'faceres', EmbeddingInput>> = {
  'face-recognition': { sizePx: CHIP_PX, pixels: DLIB_PIXELS, view: 1 },
  faceres: { sizePx: FACERES_PX, pixels: RAW_PIXELS, view: FACERES_VIEW },
};

/** Of the numbers the nets calculate with. Templates of one are never compared with those of the other. */
export type Precision = 'float32' | 'int8';

export interface EmbeddingNetsOptions extends NetOptions {
  precision: Precision;
}

/**
 * The vectors of one face: as it is and, for the full variant, mirrored. One at a time, because batches cost
 * memory and save no time.
 */
async function embedFace(
  picture: ImagePyramid,
  { map, exposure }: EmbeddingView,
  { net, sizePx, pixels, view }: EmbeddingNet,
  variant: TemplateVariant,
): Promise<Float32Array[]> {
  const input = new Float32Array(3 * sizePx * sizePx);
  const shape = [1, 3, sizePx, sizePx];
  sampleSquare(picture, widened(map, CHIP_PX, view, sizePx), sizePx, input);
  develop(input, sizePx, 0, pixels, exposure);
  const vectors = [(await net.run(input, shape)).out!];
  if (variant === 'full') {
    mirrorPlanes(input, sizePx);
    vectors.push((await net.run(input, shape)).out!);
  }
  return vectors;
}

export async function openEmbeddingNets({
  precision,
  ...options
}: EmbeddingNetsOptions): Promise<EmbeddingNets> {
  const open = async (name: 'face-recognition' | 'faceres'): Promise<EmbeddingNet> => ({
    net: await openNet(precision === 'int8' ? `${name}-int8.onnx` : `${name}.onnx`, options),
    ...EMBEDDING_INPUTS[name],
  });
  const dlib = await open('face-recognition');
  const faceres = await open('faceres');
  return {
    async close() {
      await dlib.net.close();
      await faceres.net.close();
    },
    async embed(picture, views, variant) {
      const templates: Template[] = [];
      for (const view of views) {
        const dlibVectors = await embedFace(picture, view, dlib, variant);
        const faceresVectors = await embedFace(picture, view, faceres, variant);
        templates.push(fuseTemplate(dlibVectors, faceresVectors));
      }
      return templates;
    },
  };
}
