/** A rectangle in pixels of the upright image (EXIF orientation applied, and reduced to at most `maxEdgePx`). */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * How a template is taken: `full` averages the face and its mirror image, `lite` takes the face only, in half
 * the time. Both lie in the same space and may be compared.
 */
export type TemplateVariant = 'full' | 'lite';

/** One face of a picture, already past the geometry gate. */
export interface Face {
  /** The upright square about the face, brows to chin with a margin; may reach beyond the picture. */
  box: Box;
  /** Detector's score, 0..1. */
  score01: number;
  /** Distance between the eyes' centres, px. */
  eyeDistancePx: number;
  /** Head roll in degrees, 0 = upright. */
  rollDeg: number;
  /** Jaw-to-nose asymmetry: 0 = frontal, about ±0.7 = turned. */
  turn: number;
  /** Variance of the Laplacian over the variance of the grey, both of the 150×150 chip: light does not count. */
  sharpness: number;
  /** Mean grey of the face, 0..1, as the camera saw it. */
  brightness01: number;
  /** Unit vector of 1152 numbers, see template.ts. */
  template: Float32Array;
}

export interface FrameAnalysis {
  /** Size after rotation and reduction, px. */
  width: number;
  height: number;
  /** Mean grey of the whole picture, 0..1. */
  brightness01: number;
  /** True when a face was so dark that its template was taken from stretched pixels. */
  dark: boolean;
  /** Largest first. */
  faces: Face[];
  elapsedMs: number;
}

/** Why a picture was not looked at. A returned value, never an exception. */
export type ImageRefusal =
  | 'not_an_image'
  | 'empty'
  | 'truncated'
  | 'too_many_pixels'
  | 'animated'
  | 'too_many_bytes'
  | 'busy';

export type ImageResult<T> = { ok: true; value: T } | { ok: false; refusal: ImageRefusal };
