/**
 * Points of MediaPipe's face mesh, by number. "Right" is the person's own right, the left of an unmirrored picture.
 * Source: MediaPipe, `canonical_face_model_uv_visualization.png`.
 */
export const MESH_POINTS = 468;

export const RIGHT_EYE_OUTER = 33;
export const LEFT_EYE_OUTER = 263;
export const RIGHT_SIDE = 234;
export const LEFT_SIDE = 454;
export const FOREHEAD = 10;
export const NOSE_BASE = 2;

/** Upper and lower lid, three pairs an eye. */
export const RIGHT_LIDS = [
  [160, 144],
  [159, 145],
  [158, 153],
] as const;
export const LEFT_LIDS = [
  [385, 380],
  [386, 374],
  [387, 373],
] as const;

export const UPPER_LIP_INNER = 13;
export const LOWER_LIP_INNER = 14;

/** Once around the face, from the forehead over the person's left side. */
export const FACE_OUTLINE = [
  10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149,
  150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
] as const;
