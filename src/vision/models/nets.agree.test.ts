import type * as TensorFlow from '@tensorflow/tfjs-core';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { DLIB_PIXELS, develop, MINUS_ONE_TO_ONE, type Normalisation, RAW_PIXELS } from '../exposure.ts';
import { openNet } from '../nets/open-net.ts';
import { modelsForTests, samplePhoto } from '../test-material.ts';
import type { ModelFileName } from './model-files.ts';
import {
  type FaceApi,
  faceApiModels,
  loadFaceApi,
  loadHumanGraph,
  openTensorFlow,
  type TensorFlowCore,
} from './tensorflow-reference.ts';

/** Of the largest value of an output; single precision in another order of sums. */
const TOLERANCE = 2e-5;

let tf: TensorFlowCore;
let faceApi: FaceApi;
let modelsDir: string;

beforeAll(async () => {
  modelsDir = await modelsForTests();
  tf = await openTensorFlow();
  faceApi = loadFaceApi();
});

/** A face of a sample photograph, `size` pixels square, channels last, 0..255. */
async function facePixels(size: number): Promise<Float32Array> {
  const face = { left: 1139, top: 347, width: 272, height: 272 };
  const raw = await sharp(samplePhoto(6)).extract(face).resize(size, size).raw().toBuffer();
  return Float32Array.from(raw);
}

function toPlanes(pixels: Float32Array, size: number, normalisation: Normalisation): Float32Array {
  const plane = size * size;
  const planes = new Float32Array(pixels.length);
  for (let i = 0; i < pixels.length; i++) planes[(i % 3) * plane + Math.floor(i / 3)] = pixels[i]!;
  develop(planes, size, 0, normalisation);
  return planes;
}

async function runOurs(
  file: ModelFileName,
  pixels: Float32Array,
  size: number,
  normalisation: Normalisation,
) {
  const net = await openNet(file, { modelsDir, threads: 1 });
  const outputs = await net.run(toPlanes(pixels, size, normalisation), [1, 3, size, size]);
  await net.close();
  return outputs;
}

/** Largest difference as a share of the largest value. */
function relativeDifference(ours: Float32Array, theirs: ArrayLike<number>): number {
  expect(ours.length).toBe(theirs.length);
  let difference = 0;
  let largest = 0;
  for (let i = 0; i < ours.length; i++) {
    difference = Math.max(difference, Math.abs(ours[i]! - theirs[i]!));
    largest = Math.max(largest, Math.abs(theirs[i]!));
  }
  expect(largest).toBeGreaterThan(0);
  return difference / largest;
}

describe('nets of face-api, against its own TensorFlow.js code', () => {
  test('the recognition net gives the same 128 numbers (A3)', async () => {
    await faceApi.nets.faceRecognitionNet.loadFromDisk(faceApiModels());
    const pixels = await facePixels(150);
    const input = tf.tensor3d(pixels, [150, 150, 3]);
    const theirs = await faceApi.nets.faceRecognitionNet.computeFaceDescriptor(input);
    const { out } = await runOurs('face-recognition.onnx', pixels, 150, DLIB_PIXELS);
    expect(relativeDifference(out!, theirs)).toBeLessThan(TOLERANCE);
  });

  test('the landmark net gives the same 68 points', async () => {
    await faceApi.nets.faceLandmark68Net.loadFromDisk(faceApiModels());
    const pixels = await facePixels(112);
    const input = tf.tensor3d(pixels, [112, 112, 3]);
    const theirs = await (await faceApi.nets.faceLandmark68Net.forward(input)).data();
    const { out } = await runOurs('face-landmark-68.onnx', pixels, 112, DLIB_PIXELS);
    expect(relativeDifference(out!, theirs)).toBeLessThan(TOLERANCE);
  });
});

interface GraphCase {
  net: string;
  file: ModelFileName;
  size: number;
  normalisation: Normalisation;
  /** TensorFlow's node by the name of our output. */
  outputs: Record<string, string>;
}

const ZERO_TO_ONE: Normalisation = { mean: [0, 0, 0], deviation: 255 };

const GRAPHS: GraphCase[] = [
  {
    net: 'blazeface',
    file: 'blazeface.onnx',
    size: 256,
    normalisation: MINUS_ONE_TO_ONE,
    outputs: {
      fineScores: 'Identity',
      coarseScores: 'Identity_1',
      fineBoxes: 'Identity_2',
      coarseBoxes: 'Identity_3',
    },
  },
  {
    net: 'faceres',
    file: 'faceres.onnx',
    size: 224,
    normalisation: RAW_PIXELS,
    outputs: { out: 'global_pooling/Mean' },
  },
  {
    net: 'facemesh',
    file: 'facemesh.onnx',
    size: 192,
    normalisation: ZERO_TO_ONE,
    outputs: { mesh: 'Identity_2', presence: 'Identity_1' },
  },
];

describe('graphs of human, against TensorFlow.js', () => {
  test.each(GRAPHS)('$net gives the same outputs', async ({ net, file, size, normalisation, outputs }) => {
    const pixels = await facePixels(size);
    const scaled = pixels.map((value, i) => (value - normalisation.mean[i % 3]!) / normalisation.deviation);
    const graph = await loadHumanGraph(net);
    const input = tf.tensor4d(scaled, [1, size, size, 3]);
    const theirs = [graph.execute(input, Object.values(outputs))].flat() as TensorFlow.Tensor[];
    const ours = await runOurs(file, pixels, size, normalisation);
    for (const [i, name] of Object.keys(outputs).entries()) {
      expect(relativeDifference(ours[name]!, theirs[i]!.dataSync())).toBeLessThan(TOLERANCE);
    }
  });
});
