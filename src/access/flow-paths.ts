import { FACTOR_KINDS, type FactorKind } from '../kernel/index.ts';
import type { Condition } from './condition.ts';
import type { FlowStep } from './flow.ts';

/** One way through a flow: which factors were shown, and which steps were left out because of their conditions. */
export interface FlowPath {
  shown: FactorKind[];
  /** 1-based. */
  skipped: number[];
}

/** Conditions told apart; beyond these, further ones are taken to hold or not at will, which only finds more ways. */
const MOST_CONDITIONS = 6;

const keyOf = ({ not: _, ...rest }: Condition): string => JSON.stringify(rest);
const bitOf = (kind: FactorKind): number => 1 << FACTOR_KINDS.indexOf(kind);

/**
 * Every set of factors with which one can come out of these steps, each by one way. Two steps with the same condition,
 * or with one and its opposite, are left out together or by turns, as they would be.
 */
export function listPaths(steps: readonly FlowStep[]): FlowPath[] {
  const conditions = [...new Set(steps.flatMap(({ when }) => (when ? [keyOf(when)] : [])))];
  const told = conditions.slice(0, MOST_CONDITIONS);
  const found = new Map<number, FlowPath>();
  for (let world = 0; world < 2 ** told.length; world++) {
    const holds = (key: string) => (told.includes(key) ? (world & (1 << told.indexOf(key))) !== 0 : null);
    for (const [mask, path] of walk(steps, holds)) if (!found.has(mask)) found.set(mask, path);
  }
  return [...found.values()];
}

function walk(steps: readonly FlowStep[], holds: (key: string) => boolean | null): Map<number, FlowPath> {
  let ways = new Map<number, FlowPath>([[0, { shown: [], skipped: [] }]]);
  steps.forEach(({ anyOf, when }, index) => {
    const known = when ? holds(keyOf(when)) : true;
    const asked = known === null || known !== (when?.not === true);
    const skipped = when !== undefined && (known === null || !asked);
    const next = new Map<number, FlowPath>();
    const put = (mask: number, path: FlowPath) => void (next.has(mask) || next.set(mask, path));
    for (const [mask, path] of ways) {
      if (skipped) put(mask, { ...path, skipped: [...path.skipped, index + 1] });
      for (const kind of asked ? anyOf : [])
        put(mask | bitOf(kind), { ...path, shown: [...path.shown, kind] });
    }
    ways = next;
  });
  return ways;
}
