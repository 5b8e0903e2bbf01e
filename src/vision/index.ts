/** The face engine. It knows pixels, not people, and imports nothing else of Sallyport. */
export type {
  AnalyseOptions,
  FaceEngine,
  FaceEngineOptions,
  FaceEngineStats,
  SanitiseOptions,
} from './engine.ts';
export { openFaceEngine } from './engine.ts';
export { createGallery, type Gallery } from './gallery.ts';
export { type ConversionProgress, convertModels, modelsAreReady } from './models/convert-models.ts';
export { packageFolder } from './models/package-folder.ts';
export { cropPicture, darkenPicture, placeAsPrint, placeOnFrame } from './picture-tools.ts';
export { FACE_LIMITS, type FaceFault, type FaceLimits, type FacePurpose, faceFaults } from './quality.ts';
export { BUILT_IN_RECOGNISER, type Recogniser } from './recogniser.ts';
export {
  meanTemplate,
  TEMPLATE_VARIANT,
  type Template,
  templateDistance,
  templateFromBytes,
  templateToBytes,
} from './template.ts';
export { type Comparison, type FalseMatchRate, thresholdFor } from './thresholds.ts';
export type { Box, Face, FrameAnalysis, ImageRefusal, ImageResult, TemplateVariant } from './types.ts';
