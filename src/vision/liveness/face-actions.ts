import type { Baseline, LiveAction } from './challenge.ts';
import { eyeLikeness } from './eye-change.ts';
import type { LiveFace } from './live-sight.ts';
import type { SavedView } from './saved-view.ts';

/** What the face does now, relative to the person's still face. */
export interface FaceMotion {
  /** Positive: to the person's left. */
  turnDeg: number;
  /** Positive: down. */
  nodDeg: number;
  /** 1 = as at first; falls with the gap between the lids and with the likeness of the eyes' pixels. */
  eyes: number;
  /** Spans of the eyes' outer corners more than at first. */
  mouth: number;
}

/**
 * How far each movement must go, and within what it counts as back.
 * Tuned on generated clips of the first half of the calibration people (see docs/operate/liveness.md).
 */
export const ACTION_LIMITS = {
  turnDeg: 20,
  turnBackDeg: 9,
  nodDeg: 10,
  nodBackDeg: 6,
  eyesShut: 0.88,
  eyesBack: 0.92,
  /** Eyes are shut for at least so long when somebody means it: a blink nobody can help is over before. */
  minBlinkMs: 180,
  /** And for at most so long: narrowed eyes stay narrow. */
  maxBlinkMs: 1_800,
  mouth: 0.12,
  mouthBack: 0.07,
} as const;

/** So much more than what counts must another movement be before it counts against the person. */
const CLEARLY = 1.1;
/** A mouth opened so far, in amounts that count, is no nod's doing. */
const MOUTH_IN_NOD = 2.2;

const meanEyes = (face: LiveFace): number => (face.eyeOpen.right + face.eyeOpen.left) / 2;

export function baselineOf(face: LiveFace): Baseline {
  const { yawDeg, pitchDeg, mouthOpen } = face;
  return { yawDeg, pitchDeg, mouthOpen, eyeOpen: meanEyes(face) };
}

export function motionOf(face: LiveFace, baseline: Baseline, reference: SavedView): FaceMotion {
  return {
    turnDeg: face.yawDeg - baseline.yawDeg,
    nodDeg: face.pitchDeg - baseline.pitchDeg,
    eyes: meanEyes(face) / Math.max(0.01, baseline.eyeOpen) + eyeLikeness(reference, face) - 1,
    mouth: face.mouthOpen - baseline.mouthOpen,
  };
}

/** 0 = not begun, 1 = far enough. */
export function actionAmount(action: LiveAction, motion: FaceMotion): number {
  const { turnDeg, nodDeg, eyesShut, mouth } = ACTION_LIMITS;
  switch (action) {
    case 'turn_left':
      return motion.turnDeg / turnDeg;
    case 'turn_right':
      return -motion.turnDeg / turnDeg;
    case 'nod':
      return Math.abs(motion.nodDeg) / nodDeg;
    case 'blink':
      return (1 - motion.eyes) / (1 - eyesShut);
    case 'open_mouth':
      return motion.mouth / mouth;
  }
}

/** Whether the face is back where it was before the action. */
export function isBack(action: LiveAction, motion: FaceMotion): boolean {
  const { turnBackDeg, nodBackDeg, eyesBack, mouthBack } = ACTION_LIMITS;
  switch (action) {
    case 'turn_left':
    case 'turn_right':
      return Math.abs(motion.turnDeg) < turnBackDeg;
    case 'nod':
      return Math.abs(motion.nodDeg) < nodBackDeg;
    case 'blink':
      return motion.eyes > eyesBack;
    case 'open_mouth':
      return motion.mouth < mouthBack;
  }
}

/** Still, and near enough to the first frames to ask for the next thing. Eyes may blink. */
export function isStill(motion: FaceMotion): boolean {
  return (['turn_left', 'nod', 'open_mouth'] as const).every((action) => isBack(action, motion));
}

/**
 * Something clearly else than the asked action. Blinking is never held against anybody: people cannot help it.
 * A head that turns seems to nod and to move its lips a little, so turning forgives both, and an open mouth
 * forgives nodding, because the chin pulls the head along.
 */
export function isWrong(asked: LiveAction | null, motion: FaceMotion): boolean {
  const clearly = (action: LiveAction): boolean =>
    action !== asked && actionAmount(action, motion) >= CLEARLY;
  if (clearly('turn_left') || clearly('turn_right')) return true;
  const isTurning = Math.abs(motion.turnDeg) > ACTION_LIMITS.turnBackDeg;
  if (isTurning) return false;
  if (clearly('open_mouth')) return asked !== 'nod' || actionAmount('open_mouth', motion) >= MOUTH_IN_NOD;
  return clearly('nod') && asked !== 'open_mouth';
}
