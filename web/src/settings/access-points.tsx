import { Button, Skeleton, Stack, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { useMay } from '../api/session.ts';
import type { AccessPoint } from '../api/types.ts';
import { ProblemNote } from '../shared/problem-note.tsx';
import { Section } from '../shared/section.tsx';
import { AccessPointCard } from './access-point-card.tsx';
import { AccessPointDialog } from './access-point-dialog.tsx';

/** Where somebody can stand before Sallyport, and what is asked of them there. */
export function AccessPoints() {
  const mayWrite = useMay('access_points.write');
  const query = api.useQuery('get', '/api/access-points');
  const unlock = api.useMutation('post', '/api/access-points/{id}/unlock');
  const endLock = async (id: string) => {
    await unlock.mutateAsync({ params: { path: { id } } }).catch(() => undefined);
    await query.refetch();
  };
  const [editing, setEditing] = useState<AccessPoint | 'new' | null>(null);
  return (
    <Section
      title="Access points"
      description="Where people pass, and what they have to show there."
      side={
        mayWrite ? (
          <Button
            leftSection={<IconPlus size={18} />}
            onClick={() => setEditing('new')}
            style={{ flex: 'none' }}
          >
            Add a kiosk
          </Button>
        ) : null
      }
    >
      <ProblemNote problem={unlock.error} />
      <ProblemNote problem={query.error} onRetry={() => void query.refetch()} />
      {query.isPending ? <Skeleton h={180} /> : null}
      <Stack gap="sm">
        {query.data?.accessPoints.map((point) => (
          <AccessPointCard
            key={point.id}
            point={point}
            onEdit={mayWrite ? () => setEditing(point) : null}
            onUnlock={mayWrite ? () => void endLock(point.id) : null}
          />
        ))}
      </Stack>
      {query.data && !query.data.accessPoints.some((point) => point.kind === 'kiosk') ? (
        <Text c="dimmed" size="sm">
          There is no kiosk yet. Add one, then pair the tablet at your door with it.
        </Text>
      ) : null}
      {editing && query.data ? (
        <AccessPointDialog
          point={editing === 'new' ? null : editing}
          flows={query.data.flows}
          onClose={() => setEditing(null)}
        />
      ) : null}
    </Section>
  );
}
