import { ThemeIcon } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconHandStop, IconPencil, IconPoint } from '@tabler/icons-react';
import type { Tone } from '../api/types.ts';

const TONES: Record<Tone, { label: string; color: string; icon: typeof IconCheck }> = {
  alert: { label: 'Alert', color: 'red', icon: IconAlertTriangle },
  refusal: { label: 'Refusal', color: 'yellow', icon: IconHandStop },
  grant: { label: 'Grant', color: 'green', icon: IconCheck },
  change: { label: 'Change', color: 'ink', icon: IconPencil },
  system: { label: 'System', color: 'gray', icon: IconPoint },
};

export function ToneIcon({ tone, size = 34 }: { tone: Tone; size?: number }) {
  const { icon: Icon, color, label } = TONES[tone];
  return (
    <ThemeIcon size={size} radius="50%" variant="light" color={color} role="img" aria-label={label}>
      <Icon size={size * 0.54} stroke={1.8} aria-hidden="true" />
    </ThemeIcon>
  );
}
