import { CHALLENGE_TIMES, type ChallengeState, type LivenessPrompt } from './challenge.ts';
import { encodeTemplate, IDENTITY_LIMITS } from './check-identity.ts';
import { baselineOf } from './face-actions.ts';
import type { LiveFace } from './live-sight.ts';
import { saveView } from './saved-view.ts';

const BASELINE_LIMITS = {
  /** Below this the lids are too small to measure. */
  minEyeSpanPx: 34,
  maxYawDeg: 16,
  maxPitchDeg: 24,
  maxRollDeg: 25,
  /** What may change from the first to the last of the still frames. */
  stillDeg: 5,
  stillMouth: 0.07,
  frames: 4,
  minMs: 300,
} as const;

/** What is wrong with the face for a baseline, null when nothing. */
export function baselineFault(face: LiveFace): LivenessPrompt | null {
  if (face.eyeSpanPx < BASELINE_LIMITS.minEyeSpanPx) return 'closer';
  const { maxYawDeg, maxPitchDeg, maxRollDeg } = BASELINE_LIMITS;
  const isFrontal =
    Math.abs(face.yawDeg) <= maxYawDeg &&
    Math.abs(face.pitchDeg) <= maxPitchDeg &&
    Math.abs(face.rollDeg) <= maxRollDeg;
  return isFrontal ? null : 'look_straight';
}

type StillFrames = ChallengeState['stillFrames'];

function range(frames: StillFrames, of: (frame: StillFrames[number]) => number): number {
  const values = frames.map(of);
  return Math.max(...values) - Math.min(...values);
}

/** The latest frames that show one and the same pose. */
function stillTail(frames: StillFrames): StillFrames {
  const { stillDeg, stillMouth } = BASELINE_LIMITS;
  for (let start = 0; start < frames.length; start++) {
    const tail = frames.slice(start);
    const moved =
      range(tail, ({ yawDeg }) => yawDeg) > stillDeg ||
      range(tail, ({ pitchDeg }) => pitchDeg) > stillDeg ||
      range(tail, ({ mouthOpen }) => mouthOpen) > stillMouth;
    if (!moved) return tail;
  }
  return [];
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}

/** Collects still frames; when there are enough, the challenge goes on to its first action. */
export function takeBaseline(state: ChallengeState, face: LiveFace, nowMs: number): ChallengeState {
  const still = stillTail([...state.stillFrames, { ...baselineOf(face), atMs: nowMs }].slice(-12));
  // Templates of before a movement may be another person's.
  const kept = still.length === 1 ? [] : state.firstTemplates;
  const firstTemplates =
    face.template && kept.length < IDENTITY_LIMITS.firstTemplates
      ? [...kept, encodeTemplate(face.template)]
      : kept;
  const next = { ...state, stillFrames: still, firstTemplates };
  const { frames, minMs } = BASELINE_LIMITS;
  const isEnough = still.length >= frames && nowMs - still[0]!.atMs >= minMs;
  if (!isEnough || firstTemplates.length < IDENTITY_LIMITS.firstTemplates) return next;
  return {
    ...next,
    phase: 'rest',
    baseline: {
      yawDeg: median(still.map(({ yawDeg }) => yawDeg)),
      pitchDeg: median(still.map(({ pitchDeg }) => pitchDeg)),
      eyeOpen: median(still.map(({ eyeOpen }) => eyeOpen)),
      mouthOpen: median(still.map(({ mouthOpen }) => mouthOpen)),
    },
    reference: saveView(face),
    stillFrames: [],
    identified: true,
    pauseEndsAtMs: nowMs + state.pausesMs[0]!,
    deadlineMs: nowMs + CHALLENGE_TIMES.rest,
  };
}
