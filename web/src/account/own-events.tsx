import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { client } from '../api/client.ts';
import { ToneIcon } from '../log/tone.tsx';
import { ProblemNote } from '../shared/problem-note.tsx';
import { RelativeTime } from '../shared/relative-time.tsx';
import { Section } from '../shared/section.tsx';

const PAGE = 8;

/** One’s own attempts, newest first. */
export function OwnEvents() {
  const query = useInfiniteQuery({
    queryKey: ['get', '/api/me/events', 'pages'],
    initialPageParam: null as number | null,
    queryFn: async ({ pageParam }) => {
      const beforeSeq = pageParam === null ? {} : { beforeSeq: pageParam };
      const { data, error } = await client.GET('/api/me/events', {
        params: { query: { limit: PAGE, ...beforeSeq } },
      });
      if (!data) throw error;
      return data;
    },
    getNextPageParam: (page) => page.nextBeforeSeq,
  });
  const events = query.data?.pages.flatMap((page) => page.events) ?? [];
  return (
    <Section
      title="Your attempts"
      description="Do you see one that was not you? Tell whoever manages people here."
    >
      <ProblemNote problem={query.error} onRetry={() => void query.refetch()} />
      {query.isPending ? <Skeleton h={120} /> : null}
      {query.isSuccess && events.length === 0 ? (
        <Text c="dimmed" size="sm">
          None yet. Whenever somebody passes, or tries to, with your name, it stands here.
        </Text>
      ) : null}
      <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {events.map((event) => (
          <Group key={event.seq} component="li" gap="sm" wrap="nowrap" align="flex-start">
            <ToneIcon tone={event.granted ? 'grant' : 'refusal'} size={28} />
            <div>
              <Text size="sm">{event.sentence}</Text>
              <Text size="sm" c="dimmed">
                <RelativeTime at={event.at} />
                {event.accessPoint ? ` · ${event.accessPoint.place}` : ''}
                {event.ipAddress ? ` · ${event.ipAddress}` : ''}
              </Text>
            </div>
          </Group>
        ))}
      </Stack>
      {query.hasNextPage ? (
        <Group justify="center">
          <Button
            variant="subtle"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            Show earlier ones
          </Button>
        </Group>
      ) : null}
    </Section>
  );
}
