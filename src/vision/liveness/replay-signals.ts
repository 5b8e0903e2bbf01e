import type { FrameFacts } from './live-sight.ts';

/**
 * What speaks for a recording or a virtual camera without proving it. The weights of the different kinds are
 * added; from 1 on the challenge is refused.
 */
const SIGNAL_WEIGHTS = {
  /** The pixels of an earlier frame came again, not directly after it: no camera does that. */
  repeated_frame: 1,
  /** A frame of an earlier challenge. */
  seen_before: 1,
  /** The action went far enough sooner after the request than anybody reacts. */
  too_fast: 0.6,
  /** The head turned faster than heads do: two pictures, one after the other. */
  jumped: 0.6,
  /** Time ran backwards between two frames. */
  time_reversed: 1,
  /** Nearly every frame is smoother than a sensor's; strong JPEG compression does that too. */
  no_noise: 0.4,
  /** The same frame many times in a row: a frozen picture, or a slow camera. */
  frozen: 0.4,
} as const;

export type ReplaySignalKind = keyof typeof SIGNAL_WEIGHTS;

export interface ReplaySignal {
  kind: ReplaySignalKind;
  atMs: number;
}

export const REPLAY_LIMITS = {
  /** Nobody sees, understands and has done it before this. */
  minReactionMs: 150,
  /** Heads turn at up to about 300° a second; landmarks jump a little by themselves. */
  maxTurnDegPerS: 450,
  /** A jump is only told from a late frame when the turn is as large as this. */
  minJumpDeg: 14,
  /** Below this deviation (grey levels) a frame counts as without noise. */
  minNoise: 0.05,
  quietShare: 0.8,
  quietFromFrames: 10,
  frozenFrames: 10,
} as const;

/** Sum over the kinds that were seen, each once. */
export function signalWeight(signals: readonly ReplaySignal[]): number {
  return [...new Set(signals.map(({ kind }) => kind))].reduce((sum, kind) => sum + SIGNAL_WEIGHTS[kind], 0);
}

export function isQuiet({ noise }: FrameFacts): boolean {
  return noise < REPLAY_LIMITS.minNoise;
}
