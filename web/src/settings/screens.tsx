import { Button, Skeleton, Stack } from '@mantine/core';
import { IconDeviceIpad, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { useMay } from '../api/session.ts';
import type { Screen } from '../api/types.ts';
import { EmptyState } from '../shared/empty-state.tsx';
import { ProblemNote } from '../shared/problem-note.tsx';
import { RelativeTime } from '../shared/relative-time.tsx';
import { Section } from '../shared/section.tsx';
import { DeviceRow } from './device-row.tsx';
import { ScreenDialog } from './screen-dialog.tsx';

/** The browsers that were paired with a kiosk. */
export function Screens() {
  const mayWrite = useMay('access_points.write');
  const query = api.useQuery('get', '/api/screens');
  const [pairing, setPairing] = useState(false);
  const changed = () => void query.refetch();
  const remove = api.useMutation('delete', '/api/screens/{id}');
  const removalOf = ({ id, accessPoint }: Screen) => ({
    consequence: `It begins nothing at ${accessPoint.name} any more, until somebody pairs it again.`,
    remove: () => remove.mutateAsync({ params: { path: { id } } }),
    onRemoved: changed,
  });
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
          <DeviceRow
            key={screen.id}
            icon={IconDeviceIpad}
            name={screen.name}
            detail={
              <>
                {screen.accessPoint.name} · paired <RelativeTime at={screen.pairedAt} />
              </>
            }
            removal={mayWrite ? removalOf(screen) : null}
          />
        ))}
      </Stack>
      {pairing ? <ScreenDialog onClose={() => setPairing(false)} onPaired={changed} /> : null}
    </Section>
  );
}
