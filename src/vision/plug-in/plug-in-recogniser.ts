import { BUILT_IN_RECOGNISER, INT8_RECOGNISER, type Recogniser } from '../recogniser.ts';
import { createThresholds } from '../thresholds.ts';
import { BUILT_IN_INT8 } from './descriptor.ts';
import { type FaceModel, type InstalledModel, ModelRefusedError } from './model-folder.ts';

/** The strictest distance that was measured may be undercut by so much: beyond, the line is drawn on too far. */
const SMALLEST_SHARE = 0.5;
/** Where the scales of two models are compared: the loosest rate, which rests on the most comparisons. */
const SCALE_AT = 0.01;

/** @throws ModelRefusedError when it was never calibrated: without, no distance means anything. */
function plugInRecogniser({ descriptor, variant }: InstalledModel): Recogniser {
  const { name, dimension, calibration } = descriptor;
  if (!calibration) throw new ModelRefusedError(name, 'it is not calibrated yet');
  const threshold = createThresholds(calibration.pairs, calibration.pairs.at(-1)![1] * SMALLEST_SHARE);
  const scale = threshold(SCALE_AT, 'verify') / BUILT_IN_RECOGNISER.threshold(SCALE_AT, 'verify');
  // One stranger in a hundred per template; models of this kind bear turned heads better than the built-in nets.
  const within = threshold(SCALE_AT, 'verify');
  const sameMoment = { frontal: within, turned: within };
  // Its calibration states distances, not what they refuse.
  const refusedShare = () => null;
  return { name, variant, dimension, threshold, refusedShare, scale, sameMoment };
}

/** Of a plugged-in model, or of the built-in nets when there is none. */
export function recogniserOf(plugIn: FaceModel | null): Recogniser {
  if (plugIn === BUILT_IN_INT8) return INT8_RECOGNISER;
  return plugIn ? plugInRecogniser(plugIn) : BUILT_IN_RECOGNISER;
}
