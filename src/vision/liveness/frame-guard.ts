import { intersectionOverUnion } from '../nets/detection.ts';
import type { ChallengeState, LivenessRefusal } from './challenge.ts';
import type { LiveSight } from './live-sight.ts';
import { isQuiet, REPLAY_LIMITS, type ReplaySignalKind, signalWeight } from './replay-signals.ts';

/** What a frame is good for. */
export type GuardedFrame =
  | { kind: 'use'; state: ChallengeState }
  /** Nothing new, or nothing that counts. */
  | { kind: 'skip'; state: ChallengeState }
  | { kind: 'refuse'; state: ChallengeState; reason: LivenessRefusal };

const MAX_HASHES = 2_000;
/** A face may be hidden for so long. */
const MAX_LOST_MS = 700;
const MAX_RIVALS_MS = 1_500;
/** From one frame to the next a face's box keeps this much, unless the frames are far apart. */
const MIN_OVERLAP = 0.2;
const NEXT_FRAME_MS = 400;

function withSignal(state: ChallengeState, kind: ReplaySignalKind, atMs: number): ChallengeState {
  const isKnown = state.signals.some((signal) => signal.kind === kind);
  return isKnown ? state : { ...state, signals: [...state.signals, { kind, atMs }] };
}

/** Frames that came before: none of a camera's is ever equal to another, except one sent twice in a row. */
function checkRepeats(
  state: ChallengeState,
  { frame }: LiveSight,
  nowMs: number,
  wasSeen: (exactHash: string) => boolean,
): ChallengeState {
  let next = state;
  if (state.frameHashes.includes(frame.exactHash)) next = withSignal(next, 'repeated_frame', nowMs);
  if (wasSeen(frame.exactHash)) next = withSignal(next, 'seen_before', nowMs);
  if (state.lastFrame && nowMs < state.lastFrame.atMs) next = withSignal(next, 'time_reversed', nowMs);
  return { ...next, frameHashes: [...next.frameHashes, frame.exactHash].slice(-MAX_HASHES) };
}

function countNoise(state: ChallengeState, { frame }: LiveSight, nowMs: number): ChallengeState {
  const framesSeen = state.framesSeen + 1;
  const quietFrames = state.quietFrames + (isQuiet(frame) ? 1 : 0);
  const next = { ...state, framesSeen, quietFrames, staleFrames: 0 };
  const { quietFromFrames, quietShare } = REPLAY_LIMITS;
  const isTooQuiet = framesSeen >= quietFromFrames && quietFrames >= quietShare * framesSeen;
  return isTooQuiet ? withSignal(next, 'no_noise', nowMs) : next;
}

/** A frame sent twice in a row says nothing; many times in a row, that the picture is frozen. */
function skipStale(state: ChallengeState, nowMs: number): ChallengeState {
  const staleFrames = state.staleFrames + 1;
  const next = { ...state, staleFrames };
  return staleFrames === REPLAY_LIMITS.frozenFrames ? withSignal(next, 'frozen', nowMs) : next;
}

function checkContinuity(state: ChallengeState, { face, faces }: LiveSight, nowMs: number): GuardedFrame {
  const refuse = (reason: LivenessRefusal): GuardedFrame => ({ kind: 'refuse', state, reason });
  const begun = state.phase !== 'baseline';
  if (!face) {
    const lostSinceMs = state.lostSinceMs ?? nowMs;
    if (begun && nowMs - lostSinceMs > MAX_LOST_MS) return refuse('face_lost');
    return { kind: 'skip', state: { ...state, lostSinceMs } };
  }
  if (faces > 1) {
    const rivalsSinceMs = state.rivalsSinceMs ?? nowMs;
    if (begun && nowMs - rivalsSinceMs > MAX_RIVALS_MS) return refuse('several_faces');
    return { kind: 'skip', state: { ...state, rivalsSinceMs, lostSinceMs: null } };
  }
  return { kind: 'use', state: { ...state, lostSinceMs: null, rivalsSinceMs: null } };
}

function checkJump(state: ChallengeState, { face, frame }: LiveSight, nowMs: number): GuardedFrame {
  const now = { ...state, lastFrame: { atMs: nowMs, exactHash: frame.exactHash, face: seenFace(face) } };
  const before = state.lastFrame;
  if (!face || !before?.face || state.phase === 'baseline') return { kind: 'use', state: now };
  const elapsedMs = Math.max(1, nowMs - before.atMs);
  if (elapsedMs <= NEXT_FRAME_MS && intersectionOverUnion(before.face.box, face.box) < MIN_OVERLAP)
    return { kind: 'refuse', state: now, reason: 'face_lost' };
  const turnDeg = Math.abs(face.yawDeg - before.face.yawDeg);
  const { minJumpDeg, maxTurnDegPerS } = REPLAY_LIMITS;
  const jumped = turnDeg > minJumpDeg && turnDeg / (elapsedMs / 1000) > maxTurnDegPerS;
  return { kind: 'use', state: jumped ? withSignal(now, 'jumped', nowMs) : now };
}

function seenFace(face: LiveSight['face']) {
  return face ? { box: face.box, yawDeg: face.yawDeg } : null;
}

/** Everything about a frame that is checked before anybody asks what the face does in it. */
export function guardFrame(
  state: ChallengeState,
  sight: LiveSight,
  nowMs: number,
  wasSeen: (exactHash: string) => boolean,
): GuardedFrame {
  const { width, height, exactHash } = sight.frame;
  const size = state.frameSize ?? { width, height };
  if (size.width !== width || size.height !== height)
    return { kind: 'refuse', state, reason: 'camera_changed' };
  if (state.lastFrame?.exactHash === exactHash) {
    const stale = skipStale(state, nowMs);
    return isReplay(stale)
      ? { kind: 'refuse', state: stale, reason: 'replayed' }
      : { kind: 'skip', state: stale };
  }
  const checked = countNoise(
    checkRepeats({ ...state, frameSize: size }, sight, nowMs, wasSeen),
    sight,
    nowMs,
  );
  const jumped = checkJump(checked, sight, nowMs);
  if (jumped.kind === 'refuse') return jumped;
  if (isReplay(jumped.state)) return { kind: 'refuse', state: jumped.state, reason: 'replayed' };
  return checkContinuity(jumped.state, sight, nowMs);
}

/** Whether the signals so far are enough. */
export function isReplay(state: ChallengeState): boolean {
  return signalWeight(state.signals) >= 1;
}
