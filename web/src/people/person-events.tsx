import { Skeleton, Text } from '@mantine/core';
import { useMemo } from 'react';
import { EventList } from '../log/event-list.tsx';
import { useLog } from '../log/use-log.ts';
import { ProblemNote } from '../shared/problem-note.tsx';
import { Section } from '../shared/section.tsx';

const SHOWN = 8;

/** What happened around this person lately. */
export function PersonEvents({ personId }: { personId: string }) {
  const filter = useMemo(() => ({ personId }), [personId]);
  const { query, events, freshSeqs } = useLog(filter, { limit: 30, steps: false });
  const shown = events.slice(0, SHOWN);
  return (
    <Section title="Lately">
      <ProblemNote problem={query.error} onRetry={() => void query.refetch()} />
      {query.isPending ? <Skeleton h={120} /> : null}
      {query.isSuccess && shown.length === 0 ? (
        <Text c="dimmed" size="sm">
          Nothing about this person is in the log yet.
        </Text>
      ) : null}
      {shown.length > 0 ? (
        <div style={{ margin: '0 -18px -8px' }}>
          <EventList events={shown} freshSeqs={freshSeqs} when="relative" />
        </div>
      ) : null}
    </Section>
  );
}
