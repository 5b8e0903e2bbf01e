import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import sharp from 'sharp';
import { analyseFrame } from '../../src/vision/analyse-frame.ts';
import { packageFolder } from '../../src/vision/models/package-folder.ts';
import { faceApiModels, loadFaceApi, openTensorFlow } from '../../src/vision/models/tensorflow-reference.ts';
import { openFaceNets } from '../../src/vision/open-face-nets.ts';

/** Decodes one picture and takes a template of every face in it; tells how many. */
export type Pipeline = (picture: Uint8Array) => Promise<number>;

export type Contestant = 'ours-full' | 'ours-lite' | 'face-api' | 'human';

async function openOurs(modelsDir: string, variant: 'full' | 'lite'): Promise<Pipeline> {
  const nets = await openFaceNets({ modelsDir, threads: 1 });
  return async (picture) => {
    const result = await analyseFrame(picture, nets, { variant });
    if (!result.ok) throw new Error(result.refusal);
    return result.value.faces.length;
  };
}

async function decodeRgb(picture: Uint8Array) {
  const { data, info } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { pixels: new Uint8Array(data), width: info.width, height: info.height };
}

/** face-api as its documentation starts: SSD, 68 landmarks, descriptors. */
async function openFaceApi(): Promise<Pipeline> {
  const tf = await openTensorFlow();
  const faceApi = loadFaceApi();
  for (const net of ['ssdMobilenetv1', 'faceLandmark68Net', 'faceRecognitionNet'] as const) {
    await faceApi.nets[net].loadFromDisk(faceApiModels());
  }
  return async (picture) => {
    const { pixels, width, height } = await decodeRgb(picture);
    const input = tf.tensor3d(pixels, [height, width, 3], 'int32');
    const faces = await faceApi.detectAllFaces(input).withFaceLandmarks().withFaceDescriptors();
    input.dispose();
    return faces.length;
  };
}

interface HumanLibrary {
  load(): Promise<void>;
  detect(input: unknown): Promise<{ face: Array<{ embedding?: number[] }> }>;
}

interface HumanPackage {
  Human: new (config: object) => HumanLibrary;
}

/** What a template needs and nothing else, and no result kept from the frame before: the most favourable for it. */
const HUMAN_CONFIG = {
  backend: 'wasm',
  debug: false,
  cacheSensitivity: 0,
  filter: { enabled: false },
  gesture: { enabled: false },
  face: {
    enabled: true,
    detector: { maxDetected: 20, skipFrames: 0, skipTime: 0 },
    mesh: { enabled: true },
    iris: { enabled: false },
    emotion: { enabled: false },
    description: { enabled: true, skipFrames: 0, skipTime: 0 },
  },
  body: { enabled: false },
  hand: { enabled: false },
  object: { enabled: false },
};

/** Human loads over HTTP only; this name is answered from its own folder. */
const MODEL_HOST = 'http://models.invalid/';

async function withModelsFrom(folder: string, load: () => Promise<void>): Promise<void> {
  const original = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const url = String(input);
    if (!url.startsWith(MODEL_HOST)) return original(input, init);
    const type = url.endsWith('.json') ? 'application/json' : 'application/octet-stream';
    const bytes = new Uint8Array(await readFile(join(folder, url.slice(MODEL_HOST.length))));
    return new Response(bytes, { headers: { 'content-type': type } });
  };
  try {
    await load();
  } finally {
    globalThis.fetch = original;
  }
}

async function openHuman(): Promise<Pipeline> {
  const tf = await openTensorFlow();
  const folder = packageFolder('@vladmandic/human');
  const library = createRequire(import.meta.url)(join(folder, 'dist', 'human.node-wasm.js')) as HumanPackage;
  const config = {
    ...HUMAN_CONFIG,
    modelBasePath: MODEL_HOST,
    wasmPath: `${join(packageFolder('@tensorflow/tfjs-backend-wasm'), 'wasm-out')}/`,
  };
  const human = new library.Human(config);
  await withModelsFrom(join(folder, 'models'), () => human.load());
  return async (picture) => {
    const { pixels, width, height } = await decodeRgb(picture);
    const input = tf.tensor3d(pixels, [height, width, 3], 'int32');
    const { face } = await human.detect(input);
    input.dispose();
    return face.filter(({ embedding }) => embedding?.length).length;
  };
}

export function openContestant(name: Contestant, modelsDir: string): Promise<Pipeline> {
  if (name === 'face-api') return openFaceApi();
  if (name === 'human') return openHuman();
  return openOurs(modelsDir, name === 'ours-full' ? 'full' : 'lite');
}
