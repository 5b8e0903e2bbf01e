import type { FaceNets } from './analyse-frame.ts';
import { openBlazeDetector } from './nets/blaze-detector.ts';
import { openEmbeddingNets } from './nets/embedding-nets.ts';
import { openLandmarkNet } from './nets/landmark-net.ts';
import type { NetOptions } from './nets/open-net.ts';
import type { InstalledModel } from './plug-in/model-folder.ts';
import { openPlugInNets } from './plug-in/plug-in-nets.ts';

export interface FaceNetsOptions extends NetOptions {
  /** A model that makes the templates in the place of the built-in nets. */
  plugIn?: InstalledModel | null;
}

/** Loads every net of the pipeline. */
export async function openFaceNets(options: FaceNetsOptions): Promise<FaceNets & { close(): Promise<void> }> {
  // The largest first: what loading them leaves behind is used again by the smaller ones.
  const embedding = options.plugIn
    ? await openPlugInNets(options.plugIn, options.threads)
    : await openEmbeddingNets(options);
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
