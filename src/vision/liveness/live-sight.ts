/** A small grey picture of the face's square, for comparing two moments pixel by pixel. */
export interface FacePatch {
  /** Side, px. */
  size: number;
  /** `size`² values 0..255, rows from the top. */
  grey: Uint8Array;
}

/** Which of the 468 points lies where: 2 numbers a point. Unit: sides of the patch, 0..1 from its upper left. */
export type MeshPoints = Float32Array;

/** The largest face of a frame. */
export interface LiveFace {
  /** Fractions of the frame. */
  box: { x: number; y: number; width: number; height: number };
  /** The mesh net's own certainty that this is a face. */
  presence01: number;
  /** Between the outer corners of the eyes, as a frontal face would show them, px of the frame. */
  eyeSpanPx: number;
  /** Positive: turned to the person's own left, which is the right of an unmirrored picture. */
  yawDeg: number;
  /** Positive: looking down. Its zero differs from person to person. */
  pitchDeg: number;
  /** Positive: clockwise in the picture. */
  rollDeg: number;
  /** Gap between the lids in spans of the eyes' outer corners; about 0.1 open. The person's own right and left. */
  eyeOpen: { right: number; left: number };
  /** Gap between the lips in the same unit; about 0 closed, above 0.2 wide open. */
  mouthOpen: number;
  /** 468 × 2. */
  points: MeshPoints;
  /** 468 depths in the unit of `points`, smaller = nearer. The net's guess: it sees depth in photographs too. */
  depths: Float32Array;
  /** The square that `points` refer to, upright for the face. */
  patch: FacePatch;
  /** Only when it was asked for; see template.ts. */
  template: Float32Array | null;
}

/** What says something about where a frame comes from. */
export interface FrameFacts {
  /** Of the picture as looked at, px. */
  width: number;
  height: number;
  /** Mean grey, 0..1. */
  brightness01: number;
  /** Standard deviation of the finest grain, grey levels of 0..255. */
  noise: number;
  /** Of the decoded pixels: no two frames of a camera share it. 32 hexadecimal digits. */
  exactHash: string;
  /** Of the picture's coarse light and shade, 16 hexadecimal digits; alike for pictures that look alike. */
  perceptualHash: string;
}

/** One camera frame as the liveness check needs it. */
export interface LiveSight {
  frame: FrameFacts;
  /** Faces in the frame; much smaller ones than the largest are not counted. */
  faces: number;
  /** Null when there is none. */
  face: LiveFace | null;
}
