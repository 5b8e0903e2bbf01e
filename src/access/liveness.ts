import type { Result } from '../kernel/index.ts';
import type { Guidance } from './guidance.ts';

/** What `access` needs of a liveness check: something to do before the camera, judged frame by frame. */
export interface LivenessCheck {
  /** Draws what this person will be asked to do. `templates` are of the frames that were just recognised. */
  begin(templates: Float32Array[]): LivenessWalk;
}

export interface LivenessWalk {
  look(jpeg: Uint8Array): Promise<Result<LivenessStep, string>>;
  /** Another action, for somebody who cannot do this one. False when there is none to offer any more. */
  swap(): boolean;
  /** What its frames were can never be shown again. */
  end(): void;
}

export interface LivenessStep {
  guidance: Guidance;
  progress01: number;
  faces: number;
  box: { x: number; y: number; width: number; height: number } | null;
  /** Null while it goes on; otherwise `live`, or why not. */
  verdict: 'live' | { refused: string } | null;
}
