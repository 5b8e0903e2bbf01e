/** One recogniser of the comparison: a picture in, the largest face's descriptor out. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import sharp from 'sharp';
import { analyseFrame } from '../../src/vision/analyse-frame.ts';
import { packageFolder } from '../../src/vision/models/package-folder.ts';
import { faceApiModels, loadFaceApi, openTensorFlow } from '../../src/vision/models/tensorflow-reference.ts';
import { openFaceNets } from '../../src/vision/open-face-nets.ts';

export type Entrant = 'ours' | 'face-api' | 'human';

export interface Description {
  faces: number;
  /** Of the largest face; null when there is none. */
  descriptor: Float32Array | null;
}

export type Describe = (picture: Uint8Array) => Promise<Description>;

async function openOurs(modelsDir: string): Promise<Describe> {
  const nets = await openFaceNets({ modelsDir, threads: 1 });
  return async (picture) => {
    const result = await analyseFrame(picture, nets, { variant: 'full' });
    if (!result.ok) return { faces: 0, descriptor: null };
    const { faces } = result.value;
    return { faces: faces.length, descriptor: faces[0]?.template ?? null };
  };
}

interface Sized {
  areaPx: number;
  descriptor: Float32Array;
}

const largest = (faces: readonly Sized[]): Description => ({
  faces: faces.length,
  descriptor: faces.toSorted((a, b) => b.areaPx - a.areaPx)[0]?.descriptor ?? null,
});

async function decodeRgb(picture: Uint8Array) {
  const { data, info } = await sharp(picture)
    .rotate()
    .toColourspace('srgb')
    .flatten()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { pixels: new Uint8Array(data), shape: [info.height, info.width, 3] as [number, number, number] };
}

interface FaceApiFace {
  descriptor: Float32Array;
  detection: { box: { width: number; height: number } };
}

/** face-api as its documentation starts: SSD, 68 landmarks, descriptors. */
async function openFaceApi(): Promise<Describe> {
  const tf = await openTensorFlow();
  const faceApi = loadFaceApi();
  for (const net of ['ssdMobilenetv1', 'faceLandmark68Net', 'faceRecognitionNet'] as const) {
    await faceApi.nets[net].loadFromDisk(faceApiModels());
  }
  return async (picture) => {
    const { pixels, shape } = await decodeRgb(picture);
    const input = tf.tensor3d(pixels, shape, 'int32');
    const faces = await faceApi.detectAllFaces(input).withFaceLandmarks().withFaceDescriptors();
    input.dispose();
    return largest(
      (faces as unknown as FaceApiFace[]).map(({ descriptor, detection: { box } }) => ({
        areaPx: box.width * box.height,
        descriptor: Float32Array.from(descriptor),
      })),
    );
  };
}

interface HumanFace {
  box: [number, number, number, number];
  embedding?: number[];
}

interface HumanPackage {
  Human: new (
    config: object,
  ) => { load(): Promise<void>; detect(input: unknown): Promise<{ face: HumanFace[] }> };
}

/** Human loads over HTTP only; this name is answered from its own folder. */
const MODEL_HOST = 'http://models.invalid/';

/** What a descriptor needs and nothing else, and nothing kept from the picture before. */
const HUMAN_CONFIG = {
  backend: 'wasm',
  debug: false,
  cacheSensitivity: 0,
  modelBasePath: MODEL_HOST,
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

function answerModelsFrom(folder: string): void {
  const original = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const url = String(input);
    if (!url.startsWith(MODEL_HOST)) return original(input, init);
    const type = url.endsWith('.json') ? 'application/json' : 'application/octet-stream';
    const bytes = new Uint8Array(await readFile(join(folder, url.slice(MODEL_HOST.length))));
    return new Response(bytes, { headers: { 'content-type': type } });
  };
}

async function openHuman(): Promise<Describe> {
  const tf = await openTensorFlow();
  const folder = packageFolder('@vladmandic/human');
  const library = createRequire(import.meta.url)(join(folder, 'dist', 'human.node-wasm.js')) as HumanPackage;
  const wasmPath = `${join(packageFolder('@tensorflow/tfjs-backend-wasm'), 'wasm-out')}/`;
  const human = new library.Human({ ...HUMAN_CONFIG, wasmPath });
  answerModelsFrom(join(folder, 'models'));
  await human.load();
  return async (picture) => {
    const { pixels, shape } = await decodeRgb(picture);
    const input = tf.tensor3d(pixels, shape, 'int32');
    const { face } = await human.detect(input);
    input.dispose();
    return largest(
      face
        .filter(({ embedding }) => embedding?.length)
        .map(({ box, embedding }) => ({
          areaPx: box[2] * box[3],
          descriptor: Float32Array.from(embedding!),
        })),
    );
  };
}

export function openEntrant(name: Entrant, modelsDir: string): Promise<Describe> {
  if (name === 'face-api') return openFaceApi();
  return name === 'human' ? openHuman() : openOurs(modelsDir);
}
