import { type ActionProgress, CHALLENGE_TIMES, type ChallengeState, isTurn } from './challenge.ts';
import { ACTION_LIMITS, actionAmount, type FaceMotion, isBack, isStill } from './face-actions.ts';
import type { LiveFace } from './live-sight.ts';
import { testPlane } from './plane-test.ts';
import { REPLAY_LIMITS } from './replay-signals.ts';
import { saveView } from './saved-view.ts';

/** A movement counts as begun, and a template as taken during it, from these shares of what is asked. */
const BEGUN = 0.3;
const WATCHED = 0.5;
/** Turn at which the plane test tells best: far enough for depth, not so far that half the face is hidden. */
const BEST_TURN_DEG = 26;

export function askAction(state: ChallengeState, nowMs: number): ChallengeState {
  const progress: ActionProgress = {
    askedAtMs: nowMs,
    farSinceMs: null,
    reachedAtMs: null,
    startedAtMs: null,
    watched: false,
    turned: null,
    unclear: false,
  };
  return { ...state, phase: 'act', progress, wrongFrames: 0, deadlineMs: nowMs + CHALLENGE_TIMES.action };
}

function keepTurned(before: ActionProgress, face: LiveFace, turnDeg: number, baseYawDeg: number) {
  if (Math.abs(turnDeg) < ACTION_LIMITS.turnDeg) return before.turned;
  const missing = (yawDeg: number): number => Math.abs(Math.abs(yawDeg - baseYawDeg) - BEST_TURN_DEG);
  return before.turned && missing(before.turned.yawDeg) <= missing(face.yawDeg)
    ? before.turned
    : saveView(face);
}

/** Takes one frame of the asked action. */
function follow(state: ChallengeState, face: LiveFace, motion: FaceMotion, nowMs: number): ActionProgress {
  const action = state.actions[state.index]!;
  const before = state.progress!;
  const amount = actionAmount(action, motion);
  // A blink is a dip of the eyes alone: a head that moves changes how they look.
  const counts = action !== 'blink' || isStill(motion);
  const farSinceMs = amount >= 1 && counts ? (before.farSinceMs ?? nowMs) : null;
  const holdMs = action === 'blink' ? ACTION_LIMITS.minBlinkMs : 0;
  const isReached = farSinceMs !== null && nowMs - farSinceMs >= holdMs;
  const isMoving = amount >= BEGUN && counts;
  const isOver = !isMoving && before.reachedAtMs === null;
  return {
    ...before,
    startedAtMs: isOver ? null : (before.startedAtMs ?? nowMs),
    farSinceMs,
    reachedAtMs: before.reachedAtMs ?? (isReached ? nowMs : null),
    watched: before.watched || (face.template !== null && (action === 'blink' || amount >= WATCHED)),
    turned: isTurn(action) ? keepTurned(before, face, motion.turnDeg, state.baseline!.yawDeg) : null,
  };
}

/** From the top, because it was too slow for a blink or too small for the plane test. */
function again(state: ChallengeState, progress: ActionProgress, unclear: boolean): ChallengeState {
  return {
    ...state,
    progress: { ...progress, farSinceMs: null, reachedAtMs: null, startedAtMs: null, turned: null, unclear },
  };
}

function finish(state: ChallengeState, nowMs: number): ChallengeState {
  const index = state.index + 1;
  if (index === state.actions.length)
    return { ...state, index, phase: 'done', progress: null, verdict: 'live' };
  return {
    ...state,
    index,
    phase: 'rest',
    progress: null,
    wrongFrames: 0,
    identified: false,
    pauseEndsAtMs: nowMs + state.pausesMs[index]!,
    deadlineMs: nowMs + CHALLENGE_TIMES.rest,
  };
}

/** A turn is done only when the plane test saw a head in it. */
function judgeTurn(state: ChallengeState, progress: ActionProgress, nowMs: number): ChallengeState {
  if (!progress.turned) return again(state, progress, true);
  const evidence = testPlane(state.reference!, progress.turned);
  const next = { ...state, planes: [...state.planes, evidence] };
  if (evidence.verdict === 'unclear') return again(next, progress, true);
  if (evidence.verdict === 'flat') return { ...next, phase: 'done', verdict: { refused: 'flat' } };
  return finish(next, nowMs);
}

/** Done before anybody could have understood the request: it does not count, and only a blink happens by itself. */
function tooFast(state: ChallengeState, progress: ActionProgress, nowMs: number): ChallengeState {
  const next = again(state, progress, false);
  if (state.actions[state.index] === 'blink') return next;
  return { ...next, signals: [...next.signals, { kind: 'too_fast', atMs: nowMs }] };
}

/** One frame while an action is asked for: not begun, on the way, far enough, and back again. */
export function doAction(
  state: ChallengeState,
  face: LiveFace,
  motion: FaceMotion,
  nowMs: number,
): ChallengeState {
  const action = state.actions[state.index]!;
  const progress = follow(state, face, motion, nowMs);
  const { reachedAtMs, startedAtMs, askedAtMs, watched } = progress;
  const next = { ...state, progress };
  if (reachedAtMs === null) return next;
  if (reachedAtMs - askedAtMs < REPLAY_LIMITS.minReactionMs) return tooFast(state, progress, nowMs);
  if (!isBack(action, motion)) return next;
  if (action === 'blink') {
    const isDip = nowMs - (startedAtMs ?? reachedAtMs) <= ACTION_LIMITS.maxBlinkMs;
    if (!isDip) return again(next, progress, false);
    return watched && state.strangeFrames === 0 ? finish(next, nowMs) : next;
  }
  if (!watched) return again(next, progress, false);
  if (state.strangeFrames > 0) return next;
  return isTurn(action) ? judgeTurn(next, progress, nowMs) : finish(next, nowMs);
}
