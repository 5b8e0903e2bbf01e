import { ActionIcon, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconNfc, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useMay } from '../api/session.ts';
import type { Reader } from '../api/types.ts';
import { useConfirm } from '../shared/confirm.tsx';
import { EmptyState } from '../shared/empty-state.tsx';
import { ProblemNote } from '../shared/problem-note.tsx';
import { Section } from '../shared/section.tsx';
import { ReaderDialog } from './reader-dialog.tsx';

/** Keypads, card readers and finger readers that stand at a kiosk and report to the server by themselves. */
export function Readers() {
  const mayWrite = useMay('access_points.write');
  const query = api.useQuery('get', '/api/readers');
  const [adding, setAdding] = useState(false);
  const changed = () => void query.refetch();
  return (
    <Section
      title="Readers"
      description="Keypads, card readers and finger readers that report what they read over the network."
      side={
        mayWrite ? (
          <Button leftSection={<IconPlus size={18} />} onClick={() => setAdding(true)}>
            Add a reader
          </Button>
        ) : null
      }
    >
      <ProblemNote problem={query.error} onRetry={changed} />
      {query.isPending ? <Skeleton h={56} /> : null}
      {query.data?.readers.length === 0 ? (
        <EmptyState icon={IconNfc} title="No reader yet">
          Add one to get its key, and put the key into the device. A reader that types like a keyboard needs
          no entry here.
        </EmptyState>
      ) : null}
      <Stack gap="sm" component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
        {query.data?.readers.map((reader) => (
          <ReaderRow key={reader.id} reader={reader} mayWrite={mayWrite} onRemoved={changed} />
        ))}
      </Stack>
      {adding ? <ReaderDialog onClose={() => setAdding(false)} onAdded={changed} /> : null}
    </Section>
  );
}

function ReaderRow({
  reader,
  mayWrite,
  onRemoved,
}: {
  reader: Reader;
  mayWrite: boolean;
  onRemoved: () => void;
}) {
  const remove = api.useMutation('delete', '/api/readers/{id}');
  const { ask, dialog } = useConfirm();
  const press = async () => {
    const text =
      'Its key opens nothing any more, and fingers that it knows stop working. This cannot be undone.';
    if (!(await ask({ title: `Remove ${reader.name}?`, text, action: 'Remove' }))) return;
    try {
      await remove.mutateAsync({ params: { path: { id: reader.id } } });
      onRemoved();
    } catch (error) {
      notifications.show({ color: 'red', message: problemOf(error).message });
    }
  };
  return (
    <Group component="li" wrap="nowrap" gap="sm">
      <IconNfc size={24} stroke={1.5} aria-hidden="true" style={{ flex: 'none' }} />
      <div style={{ flex: 1, minWidth: 0 }}>
        <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
          {reader.name}
        </Text>
        <Text size="sm" c="dimmed">
          {reader.accessPoint.name} · fingers from a confidence of {reader.leastConfidence}
        </Text>
      </div>
      {mayWrite ? (
        <ActionIcon
          variant="subtle"
          color="red"
          size={36}
          loading={remove.isPending}
          aria-label={`Remove ${reader.name}`}
          onClick={() => void press()}
        >
          <IconTrash size={18} />
        </ActionIcon>
      ) : null}
      {dialog}
    </Group>
  );
}
