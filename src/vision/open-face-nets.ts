import type { FaceNets } from './analyse-frame.ts';
import { openBlazeDetector } from './nets/blaze-detector.ts';
import { type EmbeddingNets, openEmbeddingNets } from './nets/embedding-nets.ts';
import { openLandmarkNet } from './nets/landmark-net.ts';
import type { NetOptions } from './nets/open-net.ts';
import { BUILT_IN_INT8 } from './plug-in/descriptor.ts';
import type { FaceModel } from './plug-in/model-folder.ts';
import { openPlugInNets } from './plug-in/plug-in-nets.ts';

export interface FaceNetsOptions extends NetOptions {
  /** What makes the templates in the place of the built-in nets. */
  plugIn?: FaceModel | null;
}

function openEmbedding({ plugIn = null, ...options }: FaceNetsOptions): Promise<EmbeddingNets> {
  if (plugIn === null) return openEmbeddingNets({ ...options, precision: 'float32' });
  if (plugIn === BUILT_IN_INT8) return openEmbeddingNets({ ...options, precision: 'int8' });
  return openPlugInNets(plugIn, options.threads);
}

/** Loads every net of the pipeline. */
export async function openFaceNets(options: FaceNetsOptions): Promise<FaceNets & { close(): Promise<void> }> {
  // The largest first: what loading them leaves behind is used again by the smaller ones.
  const embedding = await openEmbedding(options);
  const blaze = await openBlazeDetector(options);
  const landmarks = await openLandmarkNet(options);
  return {
    blaze,
    landmarks,
    embedding,
    async close() {
      await Promise.all([blaze.close(), landmarks.close(), embedding.close()]);
    },
  };
}
