import type { LiveFace } from './live-sight.ts';
import type { PlaneEvidence } from './plane-test.ts';
import type { ReplaySignal } from './replay-signals.ts';
import type { SavedView } from './saved-view.ts';

/** Left and right are the person's own. */
export const LIVE_ACTIONS = ['turn_left', 'turn_right', 'nod', 'blink', 'open_mouth'] as const;
export type LiveAction = (typeof LIVE_ACTIONS)[number];

/** Why a challenge failed. */
export type LivenessRefusal =
  /** Something else was done than what was asked for, as a recording does. */
  | 'wrong_action'
  /** The turning face moved like a picture. */
  | 'flat'
  /** The face of one moment is not that of another, or not the claimed person's. */
  | 'identity_changed'
  /** Frames came a second time, or too much speaks for a recording. */
  | 'replayed'
  /** Nothing came of it in time. */
  | 'timed_out'
  /** The face left the picture, or jumped. */
  | 'face_lost'
  /** A second face stayed in the picture. */
  | 'several_faces'
  /** The frames changed their size: another camera. */
  | 'camera_changed';

export type LivenessVerdict = 'live' | { refused: LivenessRefusal };

/** What to tell the person. */
export type LivenessPrompt = LiveAction | 'look_straight' | 'closer' | 'one_face' | 'turn_further' | 'done';

/** The person's own measures in the first still frames; everything later is relative to them. */
export interface Baseline {
  yawDeg: number;
  pitchDeg: number;
  eyeOpen: number;
  mouthOpen: number;
}

/** How far the person has come with the action that is asked for. */
export interface ActionProgress {
  /** Instant at which it was asked for. */
  askedAtMs: number;
  /** Since when it has been far enough without a break, null when it is not. */
  farSinceMs: number | null;
  /** Instant at which it had gone far enough for long enough, null before. */
  reachedAtMs: number | null;
  /** Instant at which it began, for what must be fast. */
  startedAtMs: number | null;
  /** Whether a template was taken while it was being done. */
  watched: boolean;
  /** Of the turned views so far, the one that suits the plane test best. */
  turned: SavedView | null;
  /** The plane test could not tell: turn further. */
  unclear: boolean;
}

/** Plain data, serialisable as JSON; instants are milliseconds of one clock. */
export interface ChallengeState {
  phase: 'baseline' | 'rest' | 'act' | 'done';
  actions: LiveAction[];
  /** Still pause before each action: without it, a recording's rhythm could be guessed. */
  pausesMs: number[];
  /** Of the action being asked for. */
  index: number;
  swapsLeft: number;
  beganAtMs: number;
  /** When the present phase ends as timed out. */
  deadlineMs: number;
  /** When the still pause is over; rest phase only. */
  pauseEndsAtMs: number;
  progress: ActionProgress | null;
  /** Frames in a row in which something else was done. */
  wrongFrames: number;
  /** Whether a template was taken in the present phase. */
  identified: boolean;
  /** Frames of the baseline phase so far. */
  stillFrames: Array<Baseline & { atMs: number }>;
  baseline: Baseline | null;
  reference: SavedView | null;
  /** Base64 templates of the first frames. */
  firstTemplates: string[];
  claimed: { template: string; maxDistance: number } | null;
  /** Of the model in use; the built-in nets' when null. */
  identityLimits: { frontal: number; turned: number } | null;
  /** Largest distance to the first frames so far. */
  worstDistance: number;
  /** Frames in a row in which the face looked like somebody else. */
  strangeFrames: number;
  frameSize: { width: number; height: number } | null;
  lastFrame: { atMs: number; exactHash: string; face: Pick<LiveFace, 'box' | 'yawDeg'> | null } | null;
  /** Exact hashes of all frames so far. */
  frameHashes: string[];
  framesSeen: number;
  quietFrames: number;
  /** The same frame so many times in a row. */
  staleFrames: number;
  lostSinceMs: number | null;
  rivalsSinceMs: number | null;
  lastTemplateAtMs: number | null;
  signals: ReplaySignal[];
  planes: PlaneEvidence[];
  verdict: LivenessVerdict | null;
}

/** Times are milliseconds. */
export const CHALLENGE_TIMES = {
  baseline: 10_000,
  action: 7_000,
  rest: 5_000,
  minPause: 250,
  maxPause: 700,
} as const;

export interface ChallengeOptions {
  /** Uniform in [0, 1); must be unpredictable. */
  random: () => number;
  nowMs: number;
  /** How many actions are asked for; 3 if not said. With two, one recording in fourteen happens to fit. */
  actions?: 2 | 3;
  /** The person the face is claimed to be. */
  claimed?: { template: Uint8Array; maxDistance: number };
  /** Distances up to which two moments show one person; those of the built-in nets if not said. */
  identityLimits?: { frontal: number; turned: number };
}

export const isTurn = (action: LiveAction): boolean => action === 'turn_left' || action === 'turn_right';
const pick = <T>(from: readonly T[], random: () => number): T =>
  from[Math.min(from.length - 1, Math.floor(random() * from.length))]!;

/** Every order with a turn in it and without the same action twice in a row. */
function listOrders(count: number): LiveAction[][] {
  let orders: LiveAction[][] = [[]];
  for (let i = 0; i < count; i++)
    orders = orders.flatMap((order) =>
      LIVE_ACTIONS.filter((action) => action !== order.at(-1)).map((action) => [...order, action]),
    );
  return orders.filter((order) => order.some(isTurn));
}

/** Draws what the person will be asked to do, and begins with their still face. */
export function beginChallenge({
  random,
  nowMs,
  actions: count = 3,
  claimed,
  identityLimits,
}: ChallengeOptions): ChallengeState {
  const { minPause, maxPause, baseline } = CHALLENGE_TIMES;
  const actions = pick(listOrders(count), random);
  return {
    phase: 'baseline',
    actions,
    pausesMs: actions.map(() => minPause + Math.round(random() * (maxPause - minPause))),
    index: 0,
    swapsLeft: 1,
    beganAtMs: nowMs,
    deadlineMs: nowMs + baseline,
    pauseEndsAtMs: nowMs,
    progress: null,
    wrongFrames: 0,
    identified: false,
    stillFrames: [],
    baseline: null,
    reference: null,
    firstTemplates: [],
    claimed: claimed
      ? { template: Buffer.from(claimed.template).toString('base64'), maxDistance: claimed.maxDistance }
      : null,
    identityLimits: identityLimits ?? null,
    worstDistance: 0,
    strangeFrames: 0,
    frameSize: null,
    lastFrame: null,
    frameHashes: [],
    framesSeen: 0,
    quietFrames: 0,
    staleFrames: 0,
    lostSinceMs: null,
    rivalsSinceMs: null,
    lastTemplateAtMs: null,
    signals: [],
    planes: [],
    verdict: null,
  };
}

/** What may be asked for instead of the present action. */
function replacements({ actions, index }: ChallengeState): LiveAction[] {
  const others = LIVE_ACTIONS.filter(
    (action) => action !== actions[index] && action !== actions[index - 1] && action !== actions[index + 1],
  );
  const turnsElsewhere = actions.some((action, i) => i !== index && isTurn(action));
  return turnsElsewhere ? others : others.filter(isTurn);
}

/**
 * Asks for another action, once a challenge, because the person cannot do this one. A challenge keeps a turn:
 * whoever can turn to neither side needs the way without the face.
 * @returns null when there is nothing to swap, or nothing to swap it for.
 */
export function swapAction(
  state: ChallengeState,
  random: () => number,
  nowMs: number,
): ChallengeState | null {
  if (state.phase !== 'act' || state.swapsLeft < 1 || nowMs >= state.deadlineMs) return null;
  const choices = replacements(state);
  if (choices.length === 0) return null;
  const actions = state.actions.with(state.index, pick(choices, random));
  return {
    ...state,
    actions,
    swapsLeft: state.swapsLeft - 1,
    phase: 'rest',
    progress: null,
    wrongFrames: 0,
    pauseEndsAtMs: nowMs + state.pausesMs[state.index]!,
    deadlineMs: nowMs + CHALLENGE_TIMES.rest,
  };
}
