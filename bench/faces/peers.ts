/** The packages a user would install instead, opened as their documentation starts. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import sharp from 'sharp';
import { packageFolder } from '../../src/vision/models/package-folder.ts';
import { faceApiModels, loadFaceApi, openTensorFlow } from '../../src/vision/models/tensorflow-reference.ts';

export interface PeerFace {
  areaPx: number;
  descriptor: Float32Array;
}

/** Decodes one picture and describes every face in it. */
export type PeerLook = (picture: Uint8Array) => Promise<PeerFace[]>;

export type Peer = 'face-api' | 'human';

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

/** SSD, 68 landmarks, descriptors. */
async function openFaceApi(): Promise<PeerLook> {
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
    return (faces as unknown as FaceApiFace[]).map(({ descriptor, detection: { box } }) => ({
      areaPx: box.width * box.height,
      descriptor: Float32Array.from(descriptor),
    }));
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

/** What a descriptor needs and nothing else, and nothing kept from the picture before: the most favourable for it. */
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

async function openHuman(): Promise<PeerLook> {
  const tf = await openTensorFlow();
  const folder = packageFolder('@vladmandic/human');
  const library = createRequire(import.meta.url)(join(folder, 'dist', 'human.node-wasm.js')) as HumanPackage;
  const wasmPath = `${join(packageFolder('@tensorflow/tfjs-backend-wasm'), 'wasm-out')}/`;
  const human = new library.Human({ ...HUMAN_CONFIG, wasmPath });
  await withModelsFrom(join(folder, 'models'), () => human.load());
  return async (picture) => {
    const { pixels, shape } = await decodeRgb(picture);
    const input = tf.tensor3d(pixels, shape, 'int32');
    const { face } = await human.detect(input);
    input.dispose();
    return face
      .filter(({ embedding }) => embedding?.length)
      .map(({ box, embedding }) => ({
        areaPx: box[2] * box[3],
        descriptor: Float32Array.from(embedding!),
      }));
  };
}

export const openPeer = (name: Peer): Promise<PeerLook> =>
  name === 'face-api' ? openFaceApi() : openHuman();
