import type { ChallengeState, LivenessPrompt, LivenessRefusal, LivenessVerdict } from './challenge.ts';
import { checkTemplate, hasChanged, IDENTITY_LIMITS, isClaimedPerson } from './check-identity.ts';
import { askAction, doAction } from './do-action.ts';
import { actionAmount, type FaceMotion, isStill, isWrong, motionOf } from './face-actions.ts';
import { guardFrame, isReplay } from './frame-guard.ts';
import type { LiveFace, LiveSight } from './live-sight.ts';
import { baselineFault, takeBaseline } from './take-baseline.ts';

export interface ChallengeStep {
  state: ChallengeState;
  prompt: LivenessPrompt;
  progress01: number;
  /** Whether the next frame should be watched with a template. Without one, some steps do not go on. */
  wantsTemplate: boolean;
  /** Null while it goes on. Once given, it stays. */
  verdict: LivenessVerdict | null;
}

/** Frames in a row that must show another action before it counts: one may be a slip of the mesh. */
const WRONG_FRAMES = 2;
/** Also while nothing happens, a template is taken this often, ms. */
const TEMPLATE_EVERY_MS = 900;
/** From this share of an action on, the next frame needs a template. */
const TEMPLATE_FROM = 0.35;

function refuse(state: ChallengeState, reason: LivenessRefusal): ChallengeState {
  return { ...state, phase: 'done', progress: null, verdict: { refused: reason } };
}

function countWrong(state: ChallengeState, motion: FaceMotion): ChallengeState {
  const asked = state.phase === 'act' ? state.actions[state.index]! : null;
  return { ...state, wrongFrames: isWrong(asked, motion) ? state.wrongFrames + 1 : 0 };
}

/** The still pause before an action: the face is back, is the same, and has done nothing unasked. */
function rest(state: ChallengeState, motion: FaceMotion, nowMs: number): ChallengeState {
  const isReady =
    nowMs >= state.pauseEndsAtMs && isStill(motion) && state.identified && state.strangeFrames === 0;
  return isReady ? askAction(state, nowMs) : state;
}

function identify(state: ChallengeState, face: LiveFace, motion: FaceMotion, nowMs: number): ChallengeState {
  if (!face.template) return state;
  return { ...checkTemplate(state, face.template, motion.turnDeg, nowMs), identified: true };
}

function goOn(state: ChallengeState, face: LiveFace, nowMs: number): ChallengeState {
  if (state.phase === 'baseline') {
    if (baselineFault(face)) return { ...state, stillFrames: [], firstTemplates: [] };
    const next = takeBaseline(state, face, nowMs);
    return next.phase === 'rest' && !isClaimedPerson(next) ? refuse(next, 'identity_changed') : next;
  }
  const motion = motionOf(face, state.baseline!, state.reference!);
  const known = identify(state, face, motion, nowMs);
  if (hasChanged(known)) return refuse(known, 'identity_changed');
  const counted = countWrong(known, motion);
  if (counted.wrongFrames >= WRONG_FRAMES) return refuse(counted, 'wrong_action');
  const next =
    counted.phase === 'rest' ? rest(counted, motion, nowMs) : doAction(counted, face, motion, nowMs);
  return !next.verdict && isReplay(next) ? refuse(next, 'replayed') : next;
}

function promptFor(state: ChallengeState, sight: LiveSight | null): LivenessPrompt {
  if (state.phase === 'done') return 'done';
  if (sight && sight.faces > 1) return 'one_face';
  if (state.phase === 'act') return state.progress?.unclear ? 'turn_further' : state.actions[state.index]!;
  if (state.phase === 'baseline' && sight?.face) return baselineFault(sight.face) ?? 'look_straight';
  return 'look_straight';
}

function needsTemplate(state: ChallengeState, face: LiveFace | null, nowMs: number): boolean {
  if (state.phase === 'done') return false;
  if (state.phase === 'baseline')
    return (
      face !== null &&
      baselineFault(face) === null &&
      state.firstTemplates.length < IDENTITY_LIMITS.firstTemplates
    );
  if (state.strangeFrames > 0 || nowMs - (state.lastTemplateAtMs ?? state.beganAtMs) >= TEMPLATE_EVERY_MS)
    return true;
  if (state.phase === 'rest') return !state.identified;
  if (!face || state.progress!.watched) return false;
  const action = state.actions[state.index]!;
  return (
    action === 'blink' ||
    actionAmount(action, motionOf(face, state.baseline!, state.reference!)) >= TEMPLATE_FROM
  );
}

function progressOf({ phase, index, actions, progress }: ChallengeState): number {
  if (phase === 'baseline') return 0;
  const stages = 1 + actions.length;
  const within = phase === 'act' && progress?.reachedAtMs ? 0.5 : 0;
  return Math.min(1, (1 + index + within) / stages);
}

function describe(state: ChallengeState, sight: LiveSight | null, nowMs: number): ChallengeStep {
  return {
    state,
    prompt: promptFor(state, sight),
    progress01: progressOf(state),
    wantsTemplate: needsTemplate(state, sight?.face ?? null, nowMs),
    verdict: state.verdict,
  };
}

/**
 * Takes one frame of a challenge.
 * @param sight what the frame showed; null when only time has passed.
 * @param nowMs when the frame arrived, on the clock of `beginChallenge`.
 * @param wasSeen whether a frame belonged to an earlier challenge, see `createSeenFrames`.
 */
export function stepChallenge(
  state: ChallengeState,
  sight: LiveSight | null,
  nowMs: number,
  wasSeen: (exactHash: string) => boolean = () => false,
): ChallengeStep {
  if (state.verdict) return describe(state, null, nowMs);
  if (nowMs >= state.deadlineMs) return describe(refuse(state, 'timed_out'), sight, nowMs);
  if (!sight) return describe(state, null, nowMs);
  const guarded = guardFrame(state, sight, nowMs, wasSeen);
  if (guarded.kind === 'refuse') return describe(refuse(guarded.state, guarded.reason), sight, nowMs);
  if (guarded.kind === 'skip' || !sight.face) return describe(guarded.state, sight, nowMs);
  return describe(goOn(guarded.state, sight.face, nowMs), sight, nowMs);
}
