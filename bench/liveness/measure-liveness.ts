import { beginChallenge, type ChallengeState } from '../../src/vision/liveness/challenge.ts';
import type { ChallengeStep } from '../../src/vision/liveness/step-challenge.ts';
import { drawFlatAttack, drawPerson, type FlatSpecies } from './actors.ts';
import { exactInterval } from './intervals.ts';
import { type Performance, perform, type RecordedSight, replay } from './perform.ts';
import type { Heads } from './photos.ts';
import type { Watcher } from './scene.ts';

/** One line of the table: attacks that passed (APCER), or people who did not (BPCER). */
export interface LivenessRow {
  species: 'genuine' | FlatSpecies | 'replay';
  presentations: number;
  errors: number;
  rate: number;
  /** Exact 95 %. */
  interval: [number, number];
  /** How each ended. */
  outcomes: Record<string, number>;
  /** Attacks of which a turn was asked before they failed. */
  askedToTurn: number;
}

const outcomeOf = ({ verdict }: ChallengeStep): string =>
  verdict === 'live' ? 'live' : verdict === null ? 'open' : verdict.refused;

function rowOf(species: LivenessRow['species'], steps: readonly ChallengeStep[]): LivenessRow {
  const isError = (step: ChallengeStep): boolean => (outcomeOf(step) === 'live') !== (species === 'genuine');
  const errors = steps.filter(isError).length;
  const outcomes: Record<string, number> = {};
  for (const step of steps) outcomes[outcomeOf(step)] = (outcomes[outcomeOf(step)] ?? 0) + 1;
  return {
    species,
    presentations: steps.length,
    errors,
    rate: errors / Math.max(1, steps.length),
    interval: exactInterval(errors, steps.length),
    outcomes,
    askedToTurn: steps.filter(wasAskedToTurn).length,
  };
}

function wasAskedToTurn({ state }: ChallengeStep): boolean {
  if (!state.baseline) return false;
  return state.actions.slice(0, state.index + 1).some((action) => action.startsWith('turn'));
}

export type Progress = (species: string, done: number, total: number, errors: number) => void;

const pick = <T>(from: readonly T[], random: () => number): T => from[Math.floor(random() * from.length)]!;

/** Attacks with a flat picture, each with a challenge of its own. */
export async function measureFlat(
  species: FlatSpecies,
  count: number,
  { heads }: Heads,
  watcher: Watcher,
  random: () => number,
  report: Progress,
): Promise<LivenessRow> {
  const steps: ChallengeStep[] = [];
  for (let i = 0; i < count; i++) {
    const actor = drawFlatAttack(species, pick(heads, random).head, random);
    const { step } = await perform(beginChallenge({ random, nowMs: 0 }), actor, watcher);
    steps.push(step);
    report(species, i + 1, count, steps.filter(({ verdict }) => verdict === 'live').length);
  }
  return rowOf(species, steps);
}

export interface Clip {
  start: ChallengeState;
  performance: Performance;
}

/** People who do what they are asked. */
export async function measureGenuine(
  count: number,
  { heads }: Heads,
  watcher: Watcher,
  random: () => number,
  report: Progress,
): Promise<{ row: LivenessRow; clips: Clip[] }> {
  const clips: Clip[] = [];
  for (let i = 0; i < count; i++) {
    const start = beginChallenge({ random, nowMs: 0 });
    const performance = await perform(start, drawPerson(pick(heads, random).head, random), watcher);
    clips.push({ start, performance });
    report('genuine', i + 1, count, clips.filter((clip) => clip.performance.step.verdict !== 'live').length);
  }
  const steps = clips.map(({ performance }) => performance.step);
  return { row: rowOf('genuine', steps), clips };
}

/** Another challenge than the one the clip was recorded for: another order of actions. */
function anotherChallenge(start: ChallengeState, random: () => number): ChallengeState {
  for (;;) {
    const other = beginChallenge({ random, nowMs: 0 });
    if (other.actions.join() !== start.actions.join()) return other;
  }
}

/** Clips of challenges that were passed, played into others. */
export function measureReplay(
  count: number,
  clips: readonly Clip[],
  random: () => number,
  report: Progress,
): LivenessRow {
  const passed = clips.filter(({ performance }) => performance.step.verdict === 'live');
  const steps: ChallengeStep[] = [];
  for (let i = 0; i < count && passed.length > 0; i++) {
    const { start, performance } = passed[i % passed.length]!;
    const clip: readonly RecordedSight[] = performance.clip;
    steps.push(replay(anotherChallenge(start, random), clip));
    report('replay', i + 1, count, steps.filter(({ verdict }) => verdict === 'live').length);
  }
  return rowOf('replay', steps);
}
