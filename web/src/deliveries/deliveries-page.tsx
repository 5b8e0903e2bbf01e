import { Button, Group, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core';
import { IconMailFast } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { client } from '../api/client.ts';
import type { Delivery } from '../api/types.ts';
import { LiveDot } from '../log/live-dot.tsx';
import { EmptyState } from '../shared/empty-state.tsx';
import { PageHeading } from '../shared/page-heading.tsx';
import { PageTop } from '../shared/page-top.tsx';
import { ProblemNote } from '../shared/problem-note.tsx';
import { DeliveryCard } from './delivery-card.tsx';

type Choice = Delivery['state'] | 'all';
const CHOICES: { value: Choice; label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'waiting', label: 'Waiting' },
  { value: 'delivered', label: 'Delivered' },
  { value: 'rejected', label: 'Rejected' },
];
const PAGE = 30;
const REFRESH_MS = 10_000;

function useDeliveries(choice: Choice) {
  return useInfiniteQuery({
    queryKey: ['get', '/api/deliveries', choice],
    initialPageParam: null as number | null,
    refetchInterval: REFRESH_MS,
    queryFn: async ({ pageParam }) => {
      const query = {
        limit: PAGE,
        ...(choice === 'all' ? {} : { state: choice }),
        ...(pageParam === null ? {} : { beforeAt: pageParam }),
      };
      const { data, error } = await client.GET('/api/deliveries', { params: { query } });
      if (!data) throw error;
      return data;
    },
    getNextPageParam: (page) => page.nextBeforeAt,
  });
}

export function DeliveriesPage() {
  const [search, setSearch] = useSearchParams();
  const choice = CHOICES.find(({ value }) => value === search.get('state'))?.value ?? 'all';
  const query = useDeliveries(choice);
  const deliveries = query.data?.pages.flatMap((page) => page.deliveries) ?? [];
  return (
    <>
      <PageTop side={<LiveDot />}>
        <PageHeading>Deliveries</PageHeading>
        <Text c="dimmed">
          Every message that was or must be sent. A message that cannot go out waits and is tried again.
        </Text>
      </PageTop>
      <SegmentedControl
        aria-label="State of the delivery"
        value={choice}
        data={CHOICES}
        mb="md"
        onChange={(value) => setSearch(value === 'all' ? {} : { state: value }, { replace: true })}
      />
      <ProblemNote problem={query.error} onRetry={() => void query.refetch()} />
      {query.isPending ? (
        <Stack aria-busy="true" aria-label="Loading the deliveries">
          <Skeleton h={92} radius="lg" />
          <Skeleton h={92} radius="lg" />
          <Skeleton h={92} radius="lg" />
        </Stack>
      ) : null}
      <Stack gap="sm" component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
        {deliveries.map((delivery) => (
          <li key={delivery.id}>
            <DeliveryCard delivery={delivery} />
          </li>
        ))}
      </Stack>
      {query.isSuccess && deliveries.length === 0 ? (
        <div className="sp-card">
          <EmptyState icon={IconMailFast} title={choice === 'all' ? 'No message yet' : 'None in this state'}>
            {choice === 'all'
              ? 'When somebody is refused, the message to the owner appears here, with the mail server’s own answers.'
              : 'Choose another state to see the rest.'}
          </EmptyState>
        </div>
      ) : null}
      {query.hasNextPage ? (
        <Group justify="center" mt="lg">
          <Button
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            Show older
          </Button>
        </Group>
      ) : null}
    </>
  );
}
