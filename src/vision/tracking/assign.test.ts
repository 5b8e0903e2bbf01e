import { describe, expect, it } from 'vitest';
import { repeatableRandom } from '../gallery-crowd.ts';
import { assignAtLeastCost, FORBIDDEN } from './assign.ts';

const totalOf = (costs: number[][], given: (number | null)[], leave: number) =>
  given.reduce<number>((sum, column, row) => sum + (column === null ? leave : costs[row]![column]!), 0);

/** The oracle: every way there is. */
function leastByTrying(costs: number[][], leave: number, row = 0, taken = new Set<number>()): number {
  if (row === costs.length) return 0;
  let least = leave + leastByTrying(costs, leave, row + 1, taken);
  for (const [column, cost] of costs[row]!.entries()) {
    if (taken.has(column) || cost === FORBIDDEN) continue;
    least = Math.min(least, cost + leastByTrying(costs, leave, row + 1, new Set([...taken, column])));
  }
  return least;
}

describe('the assignment', () => {
  it('costs no more than the best of all there are, and gives no column twice', () => {
    const random = repeatableRandom(7);
    for (let round = 0; round < 300; round++) {
      const columns = Math.floor(random() * 6);
      const costs = Array.from({ length: 1 + Math.floor(random() * 5) }, () =>
        Array.from({ length: columns }, () => (random() < 0.25 ? FORBIDDEN : random())),
      );
      const given = assignAtLeastCost(costs, 0.6);
      const columnsGiven = given.filter((column) => column !== null);
      expect(new Set(columnsGiven).size).toBe(columnsGiven.length);
      expect(totalOf(costs, given, 0.6)).toBeCloseTo(leastByTrying(costs, 0.6), 9);
    }
  });

  it('is not first come, first served', () => {
    const costs = [
      [0.1, 0.2],
      [0.1, 0.9],
    ];
    expect(assignAtLeastCost(costs, 1)).toEqual([1, 0]);
  });

  it('makes no pair that is forbidden or dearer than none', () => {
    expect(assignAtLeastCost([[FORBIDDEN], [0.7]], 0.6)).toEqual([null, null]);
    expect(assignAtLeastCost([[], []], 1)).toEqual([null, null]);
    expect(assignAtLeastCost([], 1)).toEqual([]);
  });
});
