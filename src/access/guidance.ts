/** What the camera page says while it looks. */
export const GUIDANCE = [
  'no_face',
  'several_faces',
  'closer',
  'too_dark',
  'too_bright',
  'hold_still',
  'look_straight',
  'straighten',
  'whole_face',
  'checking',
  'turn_a_little',
  'good',
  // The camera reads a QR code, or only keeps watch.
  'show_code',
  'watching',
  // The liveness challenge; left and right are the person's own.
  'turn_left',
  'turn_right',
  'turn_further',
  'nod',
  'blink',
  'open_mouth',
] as const;
export type Guidance = (typeof GUIDANCE)[number];
