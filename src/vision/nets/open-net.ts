import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { ModelFileName } from '../models/model-files.ts';

export interface NetOptions {
  modelsDir: string;
  /** Threads of one inference. */
  threads: number;
}

/** How every net runs; threads come on top. */
export const SESSION_OPTIONS = {
  interOpNumThreads: 1,
  graphOptimizationLevel: 'all',
  executionMode: 'sequential',
  // The arena keeps the largest batch's memory for good; without it the process stays small.
  enableCpuMemArena: false,
  enableMemPattern: false,
  // Threads that spin while they wait take the cores from the other sessions.
  extra: { session: { intra_op: { allow_spinning: '0' } } },
} as const;

/** A loaded net with one input, `in`. */
export interface Net {
  /** @param shape batch first, channels before height and width. */
  run(input: Float32Array, shape: readonly number[]): Promise<Record<string, Float32Array>>;
  close(): Promise<void>;
}

/** @throws when the file is missing or not a model. */
export async function openNet(file: ModelFileName, { modelsDir, threads }: NetOptions): Promise<Net> {
  const session = await InferenceSession.create(join(modelsDir, file), {
    ...SESSION_OPTIONS,
    intraOpNumThreads: threads,
  });
  return {
    async run(input, shape) {
      const results = await session.run({ in: new Tensor('float32', input, shape) });
      const entries = Object.entries(results).map(([name, tensor]) => [name, tensor.data as Float32Array]);
      return Object.fromEntries(entries) as Record<string, Float32Array>;
    },
    close: () => session.release(),
  };
}
