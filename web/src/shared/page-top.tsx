import { Group, Stack } from '@mantine/core';
import type { ReactNode } from 'react';

/** A page's heading and its sentence, with what belongs to the whole page at the side. */
export function PageTop({ children, side }: { children: ReactNode; side?: ReactNode }) {
  return (
    <Group justify="space-between" align="flex-end" mb="lg" gap="md">
      <Stack gap={4}>{children}</Stack>
      {side}
    </Group>
  );
}
