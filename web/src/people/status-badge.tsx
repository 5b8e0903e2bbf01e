import { Badge } from '@mantine/core';
import type { Person } from '../api/types.ts';

const WORDS: Record<Person['standing'], [string, string]> = {
  ok: ['green', 'Active'],
  disabled: ['yellow', 'Suspended'],
  not_yet_valid: ['gray', 'Not yet'],
  expired: ['gray', 'Expired'],
};

/** Whether the person may pass at all now. */
export function StatusBadge({ standing }: { standing: Person['standing'] }) {
  const [color, label] = WORDS[standing];
  return <Badge color={color}>{label}</Badge>;
}
