import { Group, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface SectionProps {
  title: string;
  description?: ReactNode;
  side?: ReactNode;
  children: ReactNode;
}

/** A card with a heading. */
export function Section({ title, description, side, children }: SectionProps) {
  return (
    <section className="sp-card" aria-label={title} style={{ padding: 'clamp(16px, 2.4vw, 26px)' }}>
      <Stack gap="md">
        <Group justify="space-between" align="flex-start" gap="sm">
          <div style={{ flex: '1 1 220px' }}>
            <Title order={2}>{title}</Title>
            {description ? (
              <Text size="sm" c="dimmed" mt={2}>
                {description}
              </Text>
            ) : null}
          </div>
          {side ? <div style={{ flex: 'none' }}>{side}</div> : null}
        </Group>
        {children}
      </Stack>
    </section>
  );
}
