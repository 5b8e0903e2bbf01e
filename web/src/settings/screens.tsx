import { ActionIcon, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDeviceIpad, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useMay } from '../api/session.ts';
import type { Screen } from '../api/types.ts';
import { useConfirm } from '../shared/confirm.tsx';
import { EmptyState } from '../shared/empty-state.tsx';
import { ProblemNote } from '../shared/problem-note.tsx';
import { RelativeTime } from '../shared/relative-time.tsx';
import { Section } from '../shared/section.tsx';
import { ScreenDialog } from './screen-dialog.tsx';

/** The browsers that were paired with a kiosk. */
export function Screens() {
  const mayWrite = useMay('access_points.write');
  const query = api.useQuery('get', '/api/screens');
  const [pairing, setPairing] = useState(false);
  const changed = () => void query.refetch();
  return (
    <Section
      title="Screens"
      description="Tablets and other browsers that were paired with a kiosk, and begin there."
      side={
        mayWrite ? (
          <Button leftSection={<IconPlus size={18} />} onClick={() => setPairing(true)}>
            Pair a screen
          </Button>
        ) : null
      }
    >
      <ProblemNote problem={query.error} onRetry={changed} />
      {query.isPending ? <Skeleton h={56} /> : null}
      {query.data?.screens.length === 0 ? (
        <EmptyState icon={IconDeviceIpad} title="No screen yet">
          Pair the tablet at your door, and it alone opens the kiosk there. On this machine itself every kiosk
          opens without.
        </EmptyState>
      ) : null}
      <Stack gap="sm" component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
        {query.data?.screens.map((screen) => (
          <ScreenRow key={screen.id} screen={screen} mayWrite={mayWrite} onRemoved={changed} />
        ))}
      </Stack>
      {pairing ? <ScreenDialog onClose={() => setPairing(false)} onPaired={changed} /> : null}
    </Section>
  );
}

interface ScreenRowProps {
  screen: Screen;
  mayWrite: boolean;
  onRemoved: () => void;
}

function ScreenRow({ screen: { id, name, accessPoint, pairedAt }, mayWrite, onRemoved }: ScreenRowProps) {
  const remove = api.useMutation('delete', '/api/screens/{id}');
  const { ask, dialog } = useConfirm();
  const press = async () => {
    const text = `It begins nothing at ${accessPoint.name} any more, until somebody pairs it again.`;
    if (!(await ask({ title: `Remove ${name}?`, text, action: 'Remove' }))) return;
    try {
      await remove.mutateAsync({ params: { path: { id } } });
      onRemoved();
    } catch (error) {
      notifications.show({ color: 'red', message: problemOf(error).message });
    }
  };
  return (
    <Group component="li" wrap="nowrap" gap="sm">
      <IconDeviceIpad size={24} stroke={1.5} aria-hidden="true" style={{ flex: 'none' }} />
      <div style={{ flex: 1, minWidth: 0 }}>
        <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
          {name}
        </Text>
        <Text size="sm" c="dimmed">
          {accessPoint.name} · paired <RelativeTime at={pairedAt} />
        </Text>
      </div>
      {mayWrite ? (
        <ActionIcon
          variant="subtle"
          color="red"
          size={36}
          loading={remove.isPending}
          aria-label={`Remove ${name}`}
          onClick={() => void press()}
        >
          <IconTrash size={18} />
        </ActionIcon>
      ) : null}
      {dialog}
    </Group>
  );
}
