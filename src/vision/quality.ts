import type { Face, FrameAnalysis } from './types.ts';

/** Why a face is no good for a template. */
export type FaceFault = 'too_small' | 'blurred' | 'too_dark' | 'too_bright' | 'turned' | 'tilted' | 'cut_off';

/** Enrolment is strict, because everything later is compared with it; a live frame may be poorer. */
export type FacePurpose = 'enrol' | 'verify';

export interface FaceLimits {
  minEyeDistancePx: number;
  /** See `Face.sharpness`. */
  minSharpness: number;
  minBrightness01: number;
  maxBrightness01: number;
  /** See `Face.turn`, either side. */
  maxTurn: number;
  maxRollDeg: number;
  /** Share of the face's box that may lie outside the picture, per direction. */
  maxCutOff: number;
}

/**
 * Calibrated on photographs of 65 people. Sharpness: sharp ones lie above 0.007 (median 0.07 to 0.2), blurred
 * by 0.05 of the eye distance at 0.004, which moves the template by 0.045; by 0.08 at 0.0013, which moves it
 * by 0.11. Brightness: good ones lie between 0.23 and 0.78.
 */
export const FACE_LIMITS: Readonly<Record<FacePurpose, FaceLimits>> = {
  enrol: {
    minEyeDistancePx: 30,
    minSharpness: 0.006,
    minBrightness01: 0.15,
    maxBrightness01: 0.88,
    maxTurn: 0.45,
    maxRollDeg: 30,
    maxCutOff: 0.15,
  },
  verify: {
    minEyeDistancePx: 15,
    minSharpness: 0.002,
    minBrightness01: 0.02,
    maxBrightness01: 0.95,
    maxTurn: 0.6,
    maxRollDeg: 50,
    maxCutOff: 0.25,
  },
};

/** What a fault shows in; a template is not needed to see it. */
type MeasuredFace = Omit<Face, 'score01' | 'template'>;
type PictureSize = Pick<FrameAnalysis, 'width' | 'height'>;

function cutOffShare({ box }: MeasuredFace, { width, height }: PictureSize): number {
  const beyond = Math.max(-box.x, -box.y, box.x + box.width - width, box.y + box.height - height);
  return Math.max(0, beyond) / box.width;
}

/** Everything that is wrong with a face, worst first; empty when it is good enough. */
export function faceFaults(
  face: MeasuredFace,
  picture: PictureSize,
  purpose: FacePurpose = 'enrol',
): FaceFault[] {
  const limits = FACE_LIMITS[purpose];
  const checks: ReadonlyArray<[FaceFault, boolean]> = [
    ['too_small', face.eyeDistancePx < limits.minEyeDistancePx],
    ['cut_off', cutOffShare(face, picture) > limits.maxCutOff],
    ['too_dark', face.brightness01 < limits.minBrightness01],
    ['too_bright', face.brightness01 > limits.maxBrightness01],
    ['turned', Math.abs(face.turn) > limits.maxTurn],
    ['tilted', Math.abs(face.rollDeg) > limits.maxRollDeg],
    ['blurred', face.sharpness < limits.minSharpness],
  ];
  return checks.filter(([, isWrong]) => isWrong).map(([fault]) => fault);
}
