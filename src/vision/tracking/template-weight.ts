import { FACE_LIMITS } from '../quality.ts';
import { meanTemplate, type Template } from '../template.ts';
import { type KeptTemplate, type SightingLook, TRACKING } from './track.ts';

const { enrol, verify } = FACE_LIMITS;
/** A template at the edge of what a live frame may be weighs so much of a good one. */
const LEAST = 0.2;

/** `LEAST` at what a live frame must have, 1 at what enrolment asks for, straight between. */
function grade(value: number, poor: number, good: number): number {
  return LEAST + (1 - LEAST) * Math.min(1, Math.max(0, (value - poor) / (good - poor)));
}

/** Size, sharpness and pose, each between the limits of `quality.ts`, multiplied. */
export function templateWeight01({ eyeDistancePx, sharpness, turn }: SightingLook): number {
  return (
    grade(eyeDistancePx, verify.minEyeDistancePx, enrol.minEyeDistancePx) *
    grade(sharpness, verify.minSharpness, enrol.minSharpness) *
    grade(-Math.abs(turn), -verify.maxTurn, -enrol.maxTurn)
  );
}

/** The heaviest few, the latest among equals. */
export function keepTemplates(kept: readonly KeptTemplate[], one: KeptTemplate): KeptTemplate[] {
  return [...kept, one]
    .sort((a, b) => b.weight01 - a.weight01 || b.atMs - a.atMs)
    .slice(0, TRACKING.keptTemplates);
}

/** The mean by weight, of unit length: as a person's samples are combined, but poor frames count for less. */
export function combineTemplates(kept: readonly KeptTemplate[]): Template {
  return meanTemplate(
    kept.map(({ template, weight01 }) => template.map((value) => value * Math.max(weight01, 1e-6))),
  );
}
