import { Skeleton, Stack, Text } from '@mantine/core';
import { EventList } from '../log/event-list.tsx';
import { useLog } from '../log/use-log.ts';
import { ProblemNote } from '../shared/problem-note.tsx';

const SHOWN = 8;
const ALL = {};

/** The last things worth knowing, live: the small steps in between are left to the log. */
export function LatestEvents() {
  const { query, events, freshSeqs } = useLog(ALL, { steps: false });
  const shown = events.slice(0, SHOWN);
  if (query.error) return <ProblemNote problem={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) {
    return (
      <Stack aria-busy="true" aria-label="Loading the latest events">
        <Skeleton h={40} />
        <Skeleton h={40} />
        <Skeleton h={40} />
      </Stack>
    );
  }
  if (shown.length === 0) {
    return (
      <Text c="dimmed" size="sm">
        Nothing happened yet. Stand before a kiosk, and it appears here by itself.
      </Text>
    );
  }
  return (
    <div style={{ margin: '0 -18px -10px' }}>
      <EventList events={shown} freshSeqs={freshSeqs} when="relative" />
    </div>
  );
}
