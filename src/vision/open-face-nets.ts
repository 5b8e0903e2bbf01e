import type { FaceNets } from './analyse-frame.ts';
import { type FaceDetector, openBlazeDetector } from './nets/blaze-detector.ts';
import { openEmbeddingNets } from './nets/embedding-nets.ts';
import { openLandmarkNet } from './nets/landmark-net.ts';
import type { NetOptions } from './nets/open-net.ts';
import { openSsdDetector } from './nets/ssd-detector.ts';

/** Loads every net the pipeline always needs; the SSD follows when a picture first asks for it. */
export async function openFaceNets(options: NetOptions): Promise<FaceNets & { close(): Promise<void> }> {
  const blaze = await openBlazeDetector(options);
  const landmarks = await openLandmarkNet(options);
  const embedding = await openEmbeddingNets(options);
  let opening: Promise<FaceDetector> | undefined;
  return {
    blaze,
    landmarks,
    embedding,
    ssd: () => {
      opening ??= openSsdDetector(options);
      return opening;
    },
    async close() {
      await Promise.all([blaze.close(), landmarks.close(), embedding.close()]);
      await (await opening)?.close();
    },
  };
}
