/** TensorFlow.js with the packages' own weights, for tests and benchmarks to compare with. Never in the product. */
import { readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { join } from 'node:path';
import type { GraphModel } from '@tensorflow/tfjs-converter';
import type * as TensorFlow from '@tensorflow/tfjs-core';
import { packageFolder } from './package-folder.ts';

const require = createRequire(import.meta.url);

type LoadModule = (request: string, ...rest: unknown[]) => unknown;

interface PatchableModule {
  _load: LoadModule;
}

export type TensorFlowCore = typeof TensorFlow;

/** The wasm backend on one thread, so that it can be compared with one thread of ours. */
export async function openTensorFlow(): Promise<TensorFlowCore> {
  const core = require('@tensorflow/tfjs-core') as TensorFlowCore;
  require('@tensorflow/tfjs-backend-cpu');
  const wasm = require('@tensorflow/tfjs-backend-wasm') as {
    setWasmPaths(folder: string): void;
    setThreadsCount(threads: number): void;
  };
  wasm.setWasmPaths(`${join(packageFolder('@tensorflow/tfjs-backend-wasm'), 'wasm-out')}/`);
  wasm.setThreadsCount(1);
  await core.setBackend('wasm');
  await core.ready();
  return core;
}

/**
 * face-api calls operations as methods (`tensor.mul(…)`), which only the bundle `@tensorflow/tfjs` adds; the
 * core has them as functions.
 */
function addChainedOperations(core: TensorFlowCore): void {
  const prototype = core.Tensor.prototype as unknown as Record<string, unknown>;
  const operations = core as unknown as Record<string, (...values: unknown[]) => unknown>;
  for (const [name, operation] of Object.entries(operations)) {
    if (typeof operation !== 'function' || name in prototype) continue;
    prototype[name] = function chained(this: TensorFlow.Tensor, ...values: unknown[]) {
      return operation(this, ...values);
    };
  }
  for (const rank of [1, 2, 3, 4]) {
    prototype[`as${rank}D`] = function reshaped(this: TensorFlow.Tensor, ...sizes: number[]) {
      return core.reshape(this, rank === 1 ? [this.size] : sizes);
    };
  }
  prototype.toFloat = function toFloat(this: TensorFlow.Tensor) {
    return core.cast(this, 'float32');
  };
}

/** One of face-api's nets: what the comparison needs of it. */
interface FaceApiNet {
  loadFromDisk(folder: string): Promise<void>;
  forward(input: unknown): Promise<TensorFlow.Tensor>;
  computeFaceDescriptor(input: unknown): Promise<Float32Array>;
}

export interface FaceApi {
  nets: Record<'ssdMobilenetv1' | 'faceLandmark68Net' | 'faceRecognitionNet', FaceApiNet>;
  detectAllFaces(input: unknown): {
    withFaceLandmarks(): { withFaceDescriptors(): Promise<Array<{ descriptor: Float32Array }>> };
  };
}

export const faceApiModels = (): string => join(packageFolder('@vladmandic/face-api'), 'model');

/** face-api's build for Node and wasm asks for `@tensorflow/tfjs`, the bundle of the two packages it gets here. */
export function loadFaceApi(): FaceApi {
  const patchable = Module as unknown as PatchableModule;
  const original = patchable._load;
  addChainedOperations(require('@tensorflow/tfjs-core'));
  const bundle = { ...require('@tensorflow/tfjs-core'), ...require('@tensorflow/tfjs-converter') };
  patchable._load = function load(request, ...rest) {
    return request === '@tensorflow/tfjs' ? bundle : original.call(this, request, ...rest);
  };
  try {
    return require('@vladmandic/face-api/dist/face-api.node-wasm.js') as FaceApi;
  } finally {
    patchable._load = original;
  }
}

/** A graph model of the human package as TensorFlow.js itself loads it. */
export async function loadHumanGraph(name: string): Promise<GraphModel> {
  const path = join(packageFolder('@vladmandic/human'), 'models', name);
  const model = JSON.parse(readFileSync(`${path}.json`, 'utf8'));
  const bytes = readFileSync(`${path}.bin`);
  const { loadGraphModel } =
    require('@tensorflow/tfjs-converter') as typeof import('@tensorflow/tfjs-converter');
  return loadGraphModel({
    load: async () => ({
      modelTopology: model.modelTopology,
      weightSpecs: model.weightsManifest[0].weights,
      weightData: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
      format: model.format,
      signature: model.signature,
    }),
  });
}
