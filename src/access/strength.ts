import type { FactorKind } from '../kernel/index.ts';
import { TRAITS } from './factors/traits.ts';
import type { Risk } from './flow.ts';

/**
 * How many factors these come to: two of one category are one (NIST SP 800-63B 4.2: different kinds), and all weak ones
 * together are at most one.
 */
export function countFactors(kinds: readonly FactorKind[]): number {
  const strong = new Set(kinds.filter((kind) => !TRAITS[kind].weak).map((kind) => TRAITS[kind].category));
  const weak = kinds.some((kind) => TRAITS[kind].weak && !strong.has(TRAITS[kind].category));
  return strong.size + (weak ? 1 : 0);
}

/** What would have to be accepted for these alone to open something. */
export function risksOf(kinds: readonly FactorKind[]): Risk[] {
  if (kinds.length > 0 && kinds.every((kind) => kind === 'face')) return ['face_alone'];
  if (kinds.length > 0 && kinds.every((kind) => TRAITS[kind].weak)) return ['weak_alone'];
  return [];
}

/** Whether what was shown is enough. `least` is 2 for people who must always show two factors. */
export const isEnough = (shown: readonly FactorKind[], least: number, accepted: readonly Risk[]): boolean =>
  shown.length > 0 && countFactors(shown) >= least && risksOf(shown).every((risk) => accepted.includes(risk));
