import { describeReason, FACTOR_WORDS } from '../evidence/index.ts';
import { DENIAL_REASONS, type DenialReason, type FactorKind } from '../kernel/index.ts';
import type { TraceLine } from './attempt.ts';

const list = (factors: readonly FactorKind[] | undefined): string => {
  const words = (factors ?? []).map((kind) => FACTOR_WORDS[kind]);
  return words.length < 2 ? (words[0] ?? 'factor') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
};

const CONDITIONS: Record<string, string> = {
  schedule: 'the time',
  alarm: 'the alarm',
  networks: 'the network',
  groups: 'the person’s groups',
};

const DEMANDS: Record<string, string> = {
  two_factors: 'this person must always show two factors',
  not_enough: 'what was shown is not enough by itself',
};

const isReason = (why: string | undefined): why is DenialReason =>
  DENIAL_REASONS.includes(why as DenialReason);

/** One line of a trace in words: of a real attempt in the log, and of one that is only thought through. */
export function describeTraceLine({ what, factors, why }: TraceLine): string {
  switch (what) {
    case 'asked':
      return `The ${list(factors)} is asked for.`;
    case 'skipped':
      return `The ${list(factors)} is not asked for: ${skipWords(why)}.`;
    case 'shown':
      return `The ${list(factors)} was right.`;
    case 'failed':
      return `A wrong ${list(factors)} was shown; more tries are allowed.`;
    case 'demanded':
      return `More is asked for: ${DEMANDS[why ?? ''] ?? 'the rules demand it'}.`;
    case 'granted':
      return 'Granted.';
    case 'denied':
      return `Refused: ${isReason(why) ? describeReason(why, factors?.[0] ?? 'password') : 'for a reason that is not known'}.`;
  }
}

function skipWords(why = ''): string {
  const parts = why.split(',').flatMap((part) => CONDITIONS[part] ?? []);
  return parts.length === 0
    ? 'its condition does not hold'
    : `its condition on ${parts.join(' and ')} does not hold`;
}

export const describeTrace = (
  trace: readonly TraceLine[],
): { step: number; sentence: string; at: number }[] =>
  trace.map((line) => ({ step: line.step, sentence: describeTraceLine(line), at: line.at }));
