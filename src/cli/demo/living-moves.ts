import { join } from 'node:path';

/** What the living scene can do, and in how many pictures from a still face to the end of the movement. */
export const LIVING_MOVES = { turn_left: 6, turn_right: 6, nod: 4, blink: 2, open_mouth: 3 } as const;
export type LivingMove = keyof typeof LIVING_MOVES;

/** Of the stage's folder: written by the build, served as it lies there. */
export const LIVING_FOLDER = 'living';

/** Step 0 is the still face. */
export const livingPicture = (stage: string, move: LivingMove, step: number): string =>
  join(stage, LIVING_FOLDER, `${move}-${step}.jpg`);
