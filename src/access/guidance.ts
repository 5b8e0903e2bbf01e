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
] as const;
export type Guidance = (typeof GUIDANCE)[number];
