import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { IconDeviceLaptop, IconDeviceMobile } from '@tabler/icons-react';
import type { OpenSession } from '../api/types.ts';
import { RelativeTime } from '../shared/relative-time.tsx';

interface SessionListProps {
  sessions: OpenSession[];
  /** Which one is being ended. */
  ending: string | null;
  onEnd: (session: OpenSession) => void;
}

/** Where somebody is signed in, the place used last first. */
export function SessionList({ sessions, ending, onEnd }: SessionListProps) {
  return (
    <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
      {sessions.map((session) => (
        <Group key={session.id} component="li" justify="space-between" wrap="nowrap" gap="md">
          <Group gap="sm" wrap="nowrap" style={{ minWidth: 0 }}>
            <DeviceIcon device={session.device} />
            <div style={{ minWidth: 0 }}>
              <Group gap={8}>
                <Text fw={600}>{session.device}</Text>
                {session.current ? <Badge color="green">This one</Badge> : null}
              </Group>
              <Text size="sm" c="dimmed">
                {[session.place ?? 'Set-up', session.ipAddress].join(' · ')} · used{' '}
                <RelativeTime at={session.seenAt} />
              </Text>
            </div>
          </Group>
          <Button
            variant="default"
            size="xs"
            style={{ flex: 'none' }}
            loading={ending === session.id}
            onClick={() => onEnd(session)}
            aria-label={`Sign out ${session.device}, ${session.ipAddress}`}
          >
            Sign out
          </Button>
        </Group>
      ))}
    </Stack>
  );
}

function DeviceIcon({ device }: { device: string }) {
  const Icon = /iPhone|iPad|Android/.test(device) ? IconDeviceMobile : IconDeviceLaptop;
  return <Icon size={24} stroke={1.6} aria-hidden="true" style={{ flex: 'none' }} />;
}
