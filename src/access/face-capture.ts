import type { Guidance } from './guidance.ts';

/** One frame as the face engine saw it: what `access` needs of it, and no pixels. */
export interface FrameSight {
  /** Largest first. `faults` are why it cannot be used. */
  faces: SeenFace[];
  brightness01: number;
}

export interface SeenFace {
  template: Float32Array;
  quality01: number;
  faults: FaceFault[];
  /** Fractions of the frame. */
  box: { x: number; y: number; width: number; height: number };
}

export type FaceFault = 'too_small' | 'blurred' | 'too_dark' | 'too_bright' | 'turned' | 'tilted' | 'cut_off';

/** A second face counts only when it is at least this much of the first one's width: people far behind do not stop anybody. */
const RIVAL_WIDTH = 0.6;
/** Darker than this over the whole frame, nothing can be found in it. */
const NIGHT_01 = 0.02;

const ADVICE: Record<FaceFault, Guidance> = {
  too_small: 'closer',
  blurred: 'hold_still',
  too_dark: 'too_dark',
  too_bright: 'too_bright',
  turned: 'look_straight',
  tilted: 'straighten',
  cut_off: 'whole_face',
};
/** What to say first when several things are wrong. */
const URGENCY: FaceFault[] = [
  'cut_off',
  'too_small',
  'too_dark',
  'too_bright',
  'turned',
  'tilted',
  'blurred',
];

export interface FrameVerdict {
  guidance: Guidance;
  /** The face to use, when there is just one and nothing is wrong with it. */
  usable: SeenFace | null;
}

/** What to tell the person before the camera, and whether this frame may be used. */
export function judgeFrame(sight: FrameSight): FrameVerdict {
  const [first, second] = sight.faces;
  if (!first) return { guidance: sight.brightness01 < NIGHT_01 ? 'too_dark' : 'no_face', usable: null };
  if (second && second.box.width >= RIVAL_WIDTH * first.box.width)
    return { guidance: 'several_faces', usable: null };
  const fault = URGENCY.find((candidate) => first.faults.includes(candidate));
  return fault ? { guidance: ADVICE[fault], usable: null } : { guidance: 'checking', usable: first };
}

/** Frames that decide, at least and at most, and how many of the latest count. */
export const FRAMES = { toMatch: 3, toRefuse: 6, toGiveUp: 12, counted: 5 } as const;
