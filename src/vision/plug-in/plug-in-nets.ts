import { readFile } from 'node:fs/promises';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { mirrored } from '../affine.ts';
import { develop, RAW_PIXELS } from '../exposure.ts';
import type { EmbeddingNets, EmbeddingView } from '../nets/embedding-nets.ts';
import { SESSION_OPTIONS } from '../nets/open-net.ts';
import type { ImagePyramid } from '../pixel-image.ts';
import { sampleSquare } from '../sample-square.ts';
import { meanTemplate, type Template } from '../template.ts';
import type { ModelDescriptor } from './descriptor.ts';
import { alignmentMap } from './five-points.ts';
import { checkModelBytes, type InstalledModel, ModelRefusedError } from './model-folder.ts';

type Input = ModelDescriptor['input'];

/** Brings planes of 0..255 in the order red, green, blue to what the model was trained on, in place. */
export function normalisePlanes(
  planes: Float32Array,
  { sizePx, channels, normalisation }: Pick<Input, 'sizePx' | 'channels' | 'normalisation'>,
): void {
  const plane = sizePx * sizePx;
  if (channels === 'BGR') {
    const red = planes.slice(0, plane);
    planes.copyWithin(0, 2 * plane, 3 * plane);
    planes.set(red, 2 * plane);
  }
  const { scale, mean, std } = normalisation;
  for (let channel = 0; channel < 3; channel++) {
    const [factor, shift] = [scale / std[channel]!, mean[channel]! / std[channel]!];
    for (let i = channel * plane; i < (channel + 1) * plane; i++) planes[i] = planes[i]! * factor - shift;
  }
}

interface PlugInNet {
  embed(input: Float32Array): Promise<Float32Array>;
  close(): Promise<void>;
}

/** Loads the very bytes that were checked, and looks once at nothing, so that a wrong shape is found now. */
async function openPlugInNet({ file, descriptor }: InstalledModel, threads: number): Promise<PlugInNet> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new ModelRefusedError(descriptor.name, `its file ${file} cannot be read`, cause);
  });
  checkModelBytes(descriptor, bytes);
  const session = await InferenceSession.create(bytes, {
    ...SESSION_OPTIONS,
    intraOpNumThreads: threads,
  }).catch((cause: unknown) => {
    throw new ModelRefusedError(descriptor.name, 'its file is not an ONNX model that can be run', cause);
  });
  const { sizePx } = descriptor.input;
  const [inputName, ...otherInputs] = session.inputNames;
  const outputName = session.outputNames[0];
  if (!inputName || !outputName || otherInputs.length > 0)
    throw new ModelRefusedError(
      descriptor.name,
      `it takes ${session.inputNames.length} inputs, not one picture`,
    );

  async function embed(input: Float32Array): Promise<Float32Array> {
    const result = await session.run({ [inputName!]: new Tensor('float32', input, [1, 3, sizePx, sizePx]) });
    return result[outputName!]!.data as Float32Array;
  }
  const first = await embed(new Float32Array(3 * sizePx * sizePx)).catch((cause: unknown) => {
    throw new ModelRefusedError(
      descriptor.name,
      `it does not take pictures of ${sizePx}×${sizePx} px`,
      cause,
    );
  });
  if (first.length !== descriptor.dimension) {
    const why = `it gives ${first.length} numbers where its descriptor says ${descriptor.dimension}`;
    throw new ModelRefusedError(descriptor.name, why);
  }
  return { embed, close: () => session.release() };
}

/** In the place of the built-in nets: same pictures, landmarks and exposure, the model's own alignment and pixels. */
export async function openPlugInNets(model: InstalledModel, threads: number): Promise<EmbeddingNets> {
  const { input, alignment } = model.descriptor;
  const { sizePx } = input;
  const net = await openPlugInNet(model, threads);

  async function embedOne(
    picture: ImagePyramid,
    { landmarks, exposure }: EmbeddingView,
    mirror: boolean,
  ): Promise<Template> {
    const map = alignmentMap(alignment, landmarks);
    const planes = new Float32Array(3 * sizePx * sizePx);
    sampleSquare(picture, mirror ? mirrored(map, sizePx) : map, sizePx, planes);
    develop(planes, sizePx, 0, RAW_PIXELS, exposure);
    normalisePlanes(planes, input);
    return meanTemplate([Float32Array.from(await net.embed(planes))]);
  }

  return {
    close: () => net.close(),
    async embed(picture, views, variant) {
      const templates: Template[] = [];
      for (const view of views) {
        const taken = [await embedOne(picture, view, false)];
        if (variant === 'full') taken.push(await embedOne(picture, view, true));
        templates.push(meanTemplate(taken));
      }
      return templates;
    },
  };
}
