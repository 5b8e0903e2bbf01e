import { Button, Skeleton, Stack } from '@mantine/core';
import { IconNfc, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { useMay } from '../api/session.ts';
import type { Reader } from '../api/types.ts';
import { EmptyState } from '../shared/empty-state.tsx';
import { ProblemNote } from '../shared/problem-note.tsx';
import { Section } from '../shared/section.tsx';
import { DeviceRow } from './device-row.tsx';
import { ReaderDialog } from './reader-dialog.tsx';

/** Keypads, card readers and finger readers that stand at a kiosk and report to the server by themselves. */
export function Readers() {
  const mayWrite = useMay('access_points.write');
  const query = api.useQuery('get', '/api/readers');
  const [adding, setAdding] = useState(false);
  const changed = () => void query.refetch();
  const remove = api.useMutation('delete', '/api/readers/{id}');
  const removalOf = ({ id }: Reader) => ({
    consequence:
      'Its key opens nothing any more, and fingers that it knows stop working. This cannot be undone.',
    remove: () => remove.mutateAsync({ params: { path: { id } } }),
    onRemoved: changed,
  });
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
          <DeviceRow
            key={reader.id}
            icon={IconNfc}
            name={reader.name}
            detail={`${reader.accessPoint.name} · fingers from a confidence of ${reader.leastConfidence}`}
            removal={mayWrite ? removalOf(reader) : null}
          />
        ))}
      </Stack>
      {adding ? <ReaderDialog onClose={() => setAdding(false)} onAdded={changed} /> : null}
    </Section>
  );
}
