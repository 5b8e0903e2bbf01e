/**
 * How a picture moves when it is turned: plane plus parallax ("plane + parallax", Irani & Anandan 1996). A flat or
 * slightly bent sheet moves by a homography and two quadratic terms along the turn; each point of a head is off
 * that by its own parallax. Coordinates are −1..1 across the patch, x along the turn.
 */
const MOTION_PARAMETERS = 11;
/** Where the parallax stands among the parameters; the eight before it are the homography. */
export const PARALLAX = 8;

export type Motion = Float64Array;

export function noMotion(): Motion {
  const motion = new Float64Array(MOTION_PARAMETERS);
  motion[0] = 1;
  motion[4] = 1;
  return motion;
}

/** A point with the parallax it would have. */
export interface ParallaxPoint {
  x: number;
  y: number;
  px: number;
  py: number;
}

/** Where a point goes, and how both coordinates change with every parameter. */
export interface MovedPoint {
  x: number;
  y: number;
  dx: Float64Array;
  dy: Float64Array;
}

export function newMovedPoint(): MovedPoint {
  return {
    x: 0,
    y: 0,
    dx: new Float64Array(MOTION_PARAMETERS),
    dy: new Float64Array(MOTION_PARAMETERS),
  };
}

/** Writes into `to`, because it runs for every pixel. */
export function movePoint(motion: Motion, { x, y, px, py }: ParallaxPoint, to: MovedPoint): void {
  const inverse = 1 / (1 + motion[6]! * x + motion[7]! * y);
  const u = (motion[0]! * x + motion[1]! * y + motion[2]!) * inverse;
  const v = (motion[3]! * x + motion[4]! * y + motion[5]!) * inverse;
  to.x = u + motion[8]! * px + motion[9]! * x * x + motion[10]! * y * y;
  to.y = v + motion[8]! * py;
  const { dx, dy } = to;
  dx[0] = dy[3] = x * inverse;
  dx[1] = dy[4] = y * inverse;
  dx[2] = dy[5] = inverse;
  dx[6] = -u * x * inverse;
  dx[7] = -u * y * inverse;
  dy[6] = -v * x * inverse;
  dy[7] = -v * y * inverse;
  dx[8] = px;
  dy[8] = py;
  dx[9] = x * x;
  dx[10] = y * y;
}

/** The normal equations of one Gauss-Newton step. */
export class NormalEquations {
  readonly matrix = new Float64Array(MOTION_PARAMETERS * MOTION_PARAMETERS);
  readonly right = new Float64Array(MOTION_PARAMETERS);

  add(gradient: Float64Array, residual: number, weight: number): void {
    for (let i = 0; i < MOTION_PARAMETERS; i++) {
      const scaled = weight * gradient[i]!;
      if (scaled === 0) continue;
      this.right[i]! += scaled * residual;
      for (let j = 0; j <= i; j++) this.matrix[i * MOTION_PARAMETERS + j]! += scaled * gradient[j]!;
    }
  }

  /** Solves for the step of the free parameters; the others stay. Damped, so that it always can. */
  solve(free: readonly number[], damping: number): Float64Array {
    const n = free.length;
    const rows = free.map((i, row) => {
      const values = free.map((j) => this.matrix[Math.max(i, j) * MOTION_PARAMETERS + Math.min(i, j)]!);
      values[row]! += damping * values[row]! + 1e-9;
      return [...values, this.right[i]!];
    });
    for (let column = 0; column < n; column++) eliminate(rows, column);
    const step = new Float64Array(MOTION_PARAMETERS);
    for (const [row, i] of free.entries()) step[i] = rows[row]![n]! / rows[row]![row]!;
    return step;
  }
}

function eliminate(rows: number[][], column: number): void {
  let pivot = column;
  for (let row = column + 1; row < rows.length; row++)
    if (Math.abs(rows[row]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = row;
  [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
  const lead = rows[column]!;
  for (const [row, values] of rows.entries()) {
    if (row === column) continue;
    const factor = values[column]! / lead[column]!;
    if (factor === 0) continue;
    for (let i = column; i < values.length; i++) values[i]! -= factor * lead[i]!;
  }
}

/** Free parameters of a flat or slightly bent sheet, and of a head. */
export const SHEET_PARAMETERS = [0, 1, 2, 3, 4, 5, 6, 7, 9, 10] as const;
export const HEAD_PARAMETERS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;
