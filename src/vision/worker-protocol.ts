import type { AnalyseOptions } from './analyse-frame.ts';
import type { LiveSight } from './liveness/live-sight.ts';
import type { WatchOptions } from './liveness/watch-frame.ts';
import type { FaceNetsOptions } from './open-face-nets.ts';
import type { SanitiseOptions } from './sanitise-image.ts';
import type { FollowedFrame, FollowOptions } from './tracking/follow-frame.ts';
import type { FrameAnalysis, ImageResult } from './types.ts';

/** What a worker is started with. */
export type WorkerSettings = FaceNetsOptions;

export type VisionTask =
  | { kind: 'analyse'; image: Uint8Array; options: AnalyseOptions }
  | { kind: 'watch'; image: Uint8Array; options: WatchOptions }
  | { kind: 'follow'; image: Uint8Array; options: FollowOptions }
  | { kind: 'read_qr'; image: Uint8Array }
  | { kind: 'sanitise'; image: Uint8Array; options: SanitiseOptions };

export type VisionOutcome =
  | ImageResult<FrameAnalysis>
  | ImageResult<LiveSight>
  | ImageResult<FollowedFrame>
  | ImageResult<string[]>
  | ImageResult<Uint8Array>;

/** To a worker: one at a time. */
export interface TaskMessage {
  id: number;
  task: VisionTask;
}

/** From a worker: `ready` once, then one answer per task. */
export type WorkerMessage =
  | { kind: 'ready' }
  | { kind: 'done'; id: number; outcome: VisionOutcome }
  | { kind: 'failed'; id: number; reason: string };
