import { FACTOR_WORDS } from '../evidence/index.ts';
import type { Condition } from './condition.ts';
import type { FlowDraft, FlowStep, Risk } from './flow.ts';
import { listPaths } from './flow-paths.ts';
import { countFactors, risksOf } from './strength.ts';

/** How many factors the weakest and the strongest way through come to. */
export function strengthOf({ steps }: Pick<FlowDraft, 'steps'>): { least: number; most: number } {
  const counts = listPaths(steps).map(({ shown }) => countFactors(shown));
  return { least: Math.min(...counts), most: Math.max(...counts) };
}

/** What would have to be accepted for every way through it to open. */
export const risksOfFlow = ({ steps }: Pick<FlowDraft, 'steps'>): Risk[] => [
  ...new Set(listPaths(steps).flatMap(({ shown }) => risksOf(shown))),
];

/** In words what a flow asks for, and how much that is. */
export function describeFlow(flow: FlowDraft): string {
  if (flow.steps.length === 0) return 'Asks for nothing yet.';
  const steps = flow.steps.map(describeStep).join(', then ');
  const { least, most } = strengthOf(flow);
  const counts =
    least === most ? factors(least) : `${COUNTS[least]} to ${factors(most)}, depending on what is shown`;
  const allowed = flow.allow ? ` Only ${describeCondition(flow.allow)}.` : '';
  return `Asks for ${steps}. That counts as ${counts}.${allowed}`;
}

/** One of each category is the most there can be. */
const COUNTS = ['no', 'one', 'two', 'three'];

const factors = (count: number) => (count === 1 ? 'one factor' : `${COUNTS[count]} factors`);

function describeStep({ anyOf, liveness, when }: FlowStep): string {
  const words = anyOf.map((kind) => (kind === 'face' && liveness ? 'living face' : FACTOR_WORDS[kind]));
  const list = words.length < 2 ? words[0] : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
  return `the ${list}${when ? ` (${describeCondition(when)})` : ''}`;
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

function describeDays(days: number[]): string {
  const week = [1, 2, 3, 4, 5, 6, 0].filter((day) => days.includes(day));
  if (week.length === 7) return 'every day';
  if (week.join() === '1,2,3,4,5') return 'Mon–Fri';
  return week.map((day) => DAYS[day]).join(', ');
}

function describeCondition({ schedule, alarm, networks, groups, not }: Condition): string {
  const parts = [
    schedule?.map(({ days, from, to }) => `${describeDays(days)} ${from}–${to}`).join(' or '),
    alarm && `while the alarm is ${alarm.map((state) => state.replaceAll('_', ' ')).join(' or ')}`,
    networks && `from ${networks.join(' or ')}`,
    groups && `for members of ${groups.length === 1 ? 'one group' : `${groups.length} groups`}`,
  ].filter(Boolean);
  return `${not ? 'except ' : ''}${parts.join(' and ') || 'always'}`;
}
