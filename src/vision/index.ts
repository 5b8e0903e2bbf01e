/** The face engine. It knows pixels, not people, and imports nothing else of Sallyport. */
export { drawQr } from './codes/draw-qr.ts';
export { FRAME_PIXELS } from './decode-image.ts';
export type {
  AnalyseOptions,
  FaceEngine,
  FaceEngineOptions,
  FaceEngineStats,
  SanitiseOptions,
  WatchOptions,
} from './engine.ts';
export { openFaceEngine } from './engine.ts';
export { createGallery, type Gallery } from './gallery.ts';
export {
  beginChallenge,
  type ChallengeOptions,
  type ChallengeState,
  type LiveAction,
  type LivenessPrompt,
  type LivenessRefusal,
  type LivenessVerdict,
  swapAction,
} from './liveness/challenge.ts';
export type { LiveFace, LiveSight } from './liveness/live-sight.ts';
export { createSeenFrames, type SeenFrames } from './liveness/seen-frames.ts';
export { type ChallengeStep, stepChallenge } from './liveness/step-challenge.ts';
export { type ConversionProgress, convertModels, modelsAreReady } from './models/convert-models.ts';
export { packageFolder } from './models/package-folder.ts';
export { cropPicture, darkenPicture, placeAsPrint, placeOnFrame } from './picture-tools.ts';
export { type CalibrationPhoto, type ModelFigures, measureModel } from './plug-in/calibrate.ts';
export { BUILT_IN, BUILT_IN_INT8, type Calibration, type ModelDescriptor } from './plug-in/descriptor.ts';
export { KNOWN_MODELS } from './plug-in/known-models.ts';
export {
  type FaceModel,
  type InstalledModel,
  installModel,
  keepCalibration,
  listInstalledNames,
  openInstalled,
  parseDescriptor,
  sha256Of,
} from './plug-in/model-folder.ts';
export { recogniserOf } from './plug-in/plug-in-recogniser.ts';
export { type FaceFault, type FaceLimits, type FacePurpose, faceFaults } from './quality.ts';
export { BUILT_IN_RECOGNISER, type Recogniser } from './recogniser.ts';
export {
  meanTemplate,
  TEMPLATE_VARIANT,
  type Template,
  templateDistance,
  templateToBytes,
} from './template.ts';
export { type Comparison, type FalseMatchRate, thresholdFor } from './thresholds.ts';
export { type CrowdFollower, createCrowdFollower, type FollowedFaces } from './tracking/crowd-follower.ts';
export { createFaceTracker, type FaceTracker, trackingLimitsOf } from './tracking/face-tracker.ts';
export type { TrackedFace } from './tracking/name-faces.ts';
export type { Box, Face, FrameAnalysis, ImageRefusal, ImageResult, TemplateVariant } from './types.ts';
