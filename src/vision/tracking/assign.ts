/** What a column costs that may not be given to a row. */
export const FORBIDDEN = Infinity;

/** Stands for "forbidden" inside, where sums must stay finite. */
const NEVER = 1e9;

/**
 * Row by row, the shortest chain of exchanges that makes room for one more (Kuhn, Munkres; in the form of Jonker and
 * Volgenant). `square` has at least as many columns as rows.
 * @returns the column of every row.
 */
function cheapestColumns(square: readonly (readonly number[])[]): number[] {
  const columns = square[0]!.length;
  const rowPrice = new Float64Array(square.length + 1);
  const columnPrice = new Float64Array(columns + 1);
  /** Row + 1 that holds a column + 1; 0 = free. Place 0 holds the row that is being seated. */
  const holder = new Int32Array(columns + 1);
  for (let row = 1; row <= square.length; row++) {
    holder[0] = row;
    const least = new Float64Array(columns + 1).fill(Infinity);
    const before = new Int32Array(columns + 1);
    const reached = new Uint8Array(columns + 1);
    let at = 0;
    while (holder[at] !== 0) {
      reached[at] = 1;
      const from = holder[at]!;
      let step = Infinity;
      let next = 0;
      for (let column = 1; column <= columns; column++) {
        if (reached[column]) continue;
        const cost = square[from - 1]![column - 1]! - rowPrice[from]! - columnPrice[column]!;
        if (cost < least[column]!) {
          least[column] = cost;
          before[column] = at;
        }
        if (least[column]! < step) {
          step = least[column]!;
          next = column;
        }
      }
      for (let column = 0; column <= columns; column++) {
        if (reached[column]) {
          rowPrice[holder[column]!]! += step;
          columnPrice[column]! -= step;
        } else least[column]! -= step;
      }
      at = next;
    }
    for (; at !== 0; at = before[at]!) holder[at] = holder[before[at]!]!;
  }
  const given = new Array<number>(square.length);
  for (let column = 1; column <= columns; column++)
    if (holder[column] !== 0) given[holder[column]! - 1] = column - 1;
  return given;
}

/**
 * Gives every row at most one column and every column to at most one row, so that the sum of the costs is least.
 * @param costs row by row; `FORBIDDEN` pairs are never made.
 * @param leaveCost what a row without a column costs: no pair dearer than this is worth making.
 * @returns the column of every row, or null.
 */
export function assignAtLeastCost(
  costs: readonly (readonly number[])[],
  leaveCost: number,
): (number | null)[] {
  if (costs.length === 0) return [];
  const columns = costs[0]!.length;
  // A seat of its own for every row makes leaving it out one more choice among the others.
  const square = costs.map((row, i) => [
    ...row.map((cost) => (cost <= leaveCost ? cost : NEVER)),
    ...costs.map((_, j) => (i === j ? leaveCost : NEVER)),
  ]);
  return cheapestColumns(square).map((column) => (column < columns ? column : null));
}
