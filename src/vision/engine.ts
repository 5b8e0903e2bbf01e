import { availableParallelism } from 'node:os';
import type { AnalyseOptions } from './analyse-frame.ts';
import type { LiveSight } from './liveness/live-sight.ts';
import type { WatchOptions } from './liveness/watch-frame.ts';
import type { FaceModel } from './plug-in/model-folder.ts';
import { recogniserOf } from './plug-in/plug-in-recogniser.ts';
import type { Recogniser } from './recogniser.ts';
import type { SanitiseOptions } from './sanitise-image.ts';
import type { FollowedFrame, FollowOptions } from './tracking/follow-frame.ts';
import type { FrameAnalysis, ImageResult } from './types.ts';
import { openWorkerPool } from './worker-pool.ts';
import type { VisionTask } from './worker-protocol.ts';

export type { AnalyseOptions, SanitiseOptions, WatchOptions };

export interface FaceEngineOptions {
  /** Where `convertModels` has written. */
  modelsDir: string;
  /** A model of the administrator's that makes the templates, or the built-in nets in 8 bits; the built-in nets if not said. */
  plugIn?: FaceModel | null;
  /** Pictures looked at at the same time, 1 if not said. Each costs about 150 MB. */
  workers?: number;
  /** Threads of one inference; two if the machine has them. */
  threadsPerWorker?: number;
  /** Pictures that may wait; the next one is refused as `busy`. 8 if not said. */
  queueLimit?: number;
  /** A picture that takes longer ends its worker. 30 s if not said. */
  taskTimeoutMs?: number;
  /** For tests and unusual bundles. */
  workerUrl?: URL;
}

export interface FaceEngineStats {
  /** Pictures waiting now. */
  queued: number;
  /** Pictures being looked at now. */
  busy: number;
  /** Pictures refused as `busy` since the start. */
  refused: number;
  /** Pictures analysed since the start. */
  analysed: number;
}

export interface FaceEngine {
  /** Finds, measures and embeds the faces of a JPEG, PNG or WebP. Rejects only when the engine itself fails. */
  analyse(image: Uint8Array, options?: AnalyseOptions): Promise<ImageResult<FrameAnalysis>>;
  /** What one camera frame says to the liveness check, see liveness/challenge.ts. Rejects like `analyse`. */
  watch(image: Uint8Array, options?: WatchOptions): Promise<ImageResult<LiveSight>>;
  /** What one frame of a sequence shows where the plan of a face tracker looks, see tracking/. Rejects like `analyse`. */
  follow(image: Uint8Array, options: FollowOptions): Promise<ImageResult<FollowedFrame>>;
  /** The texts of the QR codes in a picture, see codes/read-qr.ts. Rejects like `analyse`. */
  readQrCodes(image: Uint8Array): Promise<ImageResult<string[]>>;
  /** A fresh JPEG without EXIF, for snapshots and enrolment photographs. */
  sanitise(image: Uint8Array, options?: SanitiseOptions): Promise<ImageResult<Uint8Array>>;
  /** What the templates of this engine are, and how far apart they may be. */
  readonly recogniser: Recogniser;
  stats(): FaceEngineStats;
  close(): Promise<void>;
}

/** The bundle has the worker beside its chunks; the sources start it through a TypeScript loader. */
function defaultWorkerUrl(): URL {
  const file = import.meta.url.endsWith('.ts') ? './worker-from-source.mjs' : './vision-worker.js';
  return new URL(file, import.meta.url);
}

/** @throws when the models are missing or unreadable; ModelRefusedError when the one to plug in must not be used. */
export async function openFaceEngine({
  modelsDir,
  plugIn = null,
  workers = 1,
  threadsPerWorker = Math.min(2, availableParallelism()),
  queueLimit = 8,
  taskTimeoutMs = 30_000,
  workerUrl = defaultWorkerUrl(),
}: FaceEngineOptions): Promise<FaceEngine> {
  const recogniser = recogniserOf(plugIn);
  const settings = { modelsDir, threads: threadsPerWorker, plugIn };
  const pool = await openWorkerPool({ workerUrl, workers, settings, queueLimit, taskTimeoutMs });
  let refused = 0;
  let analysed = 0;

  async function submit<T>(task: VisionTask): Promise<ImageResult<T>> {
    const answer = pool.submit(task);
    if (answer === null) {
      refused += 1;
      return { ok: false, refusal: 'busy' };
    }
    return (await answer) as ImageResult<T>;
  }

  return {
    async analyse(image, options = {}) {
      const result = await submit<FrameAnalysis>({ kind: 'analyse', image, options });
      if (result.ok) analysed += 1;
      return result;
    },
    watch: (image, options = {}) => submit<LiveSight>({ kind: 'watch', image, options }),
    follow: (image, options) => submit<FollowedFrame>({ kind: 'follow', image, options }),
    readQrCodes: (image) => submit<string[]>({ kind: 'read_qr', image }),
    sanitise: (image, options = {}) => submit<Uint8Array>({ kind: 'sanitise', image, options }),
    recogniser,
    stats: () => ({ ...pool.counts(), refused, analysed }),
    close: () => pool.close(),
  };
}
