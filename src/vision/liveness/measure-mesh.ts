import type { LiveFace } from './live-sight.ts';
import {
  FOREHEAD,
  LEFT_EYE_OUTER,
  LEFT_LIDS,
  LEFT_SIDE,
  LOWER_LIP_INNER,
  NOSE_BASE,
  RIGHT_EYE_OUTER,
  RIGHT_LIDS,
  RIGHT_SIDE,
  UPPER_LIP_INNER,
} from './mesh-points.ts';

const RAD_TO_DEG = 180 / Math.PI;

export type MeshMeasures = Pick<LiveFace, 'yawDeg' | 'pitchDeg' | 'eyeOpen' | 'mouthOpen'> & {
  /** Between the eyes' outer corners in depth, sides of the square. */
  eyeSpan: number;
};

/**
 * Pose and openness of a mesh whose square is upright for the face.
 * @param mesh 468 × 3: x, y, z.
 */
export function measureMesh(mesh: Float32Array): MeshMeasures {
  const along = (from: number, to: number, axis: 0 | 1 | 2): number =>
    mesh[3 * to + axis]! - mesh[3 * from + axis]!;
  const distance = (from: number, to: number): number =>
    Math.hypot(along(from, to, 0), along(from, to, 1), along(from, to, 2));
  const flatDistance = (from: number, to: number): number =>
    Math.hypot(along(from, to, 0), along(from, to, 1));
  const eyeSpan = distance(RIGHT_EYE_OUTER, LEFT_EYE_OUTER);
  const across = (axis: 0 | 2): number =>
    along(RIGHT_EYE_OUTER, LEFT_EYE_OUTER, axis) + along(RIGHT_SIDE, LEFT_SIDE, axis);
  const gap = (lids: typeof RIGHT_LIDS | typeof LEFT_LIDS): number =>
    lids.reduce((sum, [upper, lower]) => sum + flatDistance(upper, lower), 0) / lids.length / eyeSpan;
  return {
    eyeSpan,
    yawDeg: Math.atan2(across(2), across(0)) * RAD_TO_DEG,
    pitchDeg: Math.atan2(along(FOREHEAD, NOSE_BASE, 2), along(FOREHEAD, NOSE_BASE, 1)) * RAD_TO_DEG,
    eyeOpen: { right: gap(RIGHT_LIDS), left: gap(LEFT_LIDS) },
    mouthOpen: flatDistance(UPPER_LIP_INNER, LOWER_LIP_INNER) / eyeSpan,
  };
}
