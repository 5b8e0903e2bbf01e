import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { api } from '../api/client.ts';
import type { Preset } from '../api/types.ts';
import { ProblemNote } from '../shared/problem-note.tsx';
import { Section } from '../shared/section.tsx';
import classes from './flows.module.css';
import { PresetDialog } from './preset-dialog.tsx';

/** Ways in that can be set up at once. */
export function PresetList({ mayWrite }: { mayWrite: boolean }) {
  const query = api.useQuery('get', '/api/presets');
  const [chosen, setChosen] = useState<Preset | null>(null);
  return (
    <Section
      title="Presets"
      description="Ready ways in: a flow, a kiosk that asks for it, and the settings it needs, at once."
    >
      <ProblemNote problem={query.error} onRetry={() => void query.refetch()} />
      {query.isPending ? <Skeleton h={160} aria-busy="true" /> : null}
      <Stack gap="sm">
        {query.data?.presets.map((preset) => (
          <article key={preset.name} className={classes.card} aria-label={preset.title}>
            <Group justify="space-between" wrap="wrap" gap="sm">
              <div style={{ flex: '1 1 240px' }}>
                <Text fw={600}>{preset.title}</Text>
                <Text size="sm" c="dimmed">
                  {preset.summary}
                </Text>
              </div>
              {mayWrite ? (
                <Button variant="default" size="sm" onClick={() => setChosen(preset)}>
                  Set up …
                </Button>
              ) : null}
            </Group>
          </article>
        ))}
      </Stack>
      {chosen ? <PresetDialog preset={chosen} onClose={() => setChosen(null)} /> : null}
    </Section>
  );
}
