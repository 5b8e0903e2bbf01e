import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { client } from '../api/client.ts';
import type { LogEvent, Tone } from '../api/types.ts';
import { useNews, useNewsLine } from './news.tsx';

export interface LogFilter {
  tone?: Tone;
  accessPointId?: string;
  personId?: string;
}

const FEW = 12;
const MOST_PAGES_BY_ITSELF = 5;

const PAGE = 50;
const HELD_BELOW_PX = 160;

/**
 * The log, newest first, with what happens while one looks. New rows wait when the reader has scrolled down.
 * Without `steps` the small steps in between (tone `system`) are left out: an attempt shows its own.
 */
export function useLog(filter: LogFilter, options: { limit?: number; steps: boolean }) {
  const { limit = PAGE, steps } = options;
  const { connection } = useNewsLine();
  const [fresh, setFresh] = useState<LogEvent[]>([]);
  const [held, setHeld] = useState<LogEvent[]>([]);

  const query = useInfiniteQuery({
    queryKey: ['log', filter, limit],
    initialPageParam: null as number | null,
    staleTime: 0,
    gcTime: 60_000,
    refetchOnWindowFocus: false,
    queryFn: async ({ pageParam }) => {
      const beforeSeq = pageParam === null ? {} : { beforeSeq: pageParam };
      const { data, error } = await client.GET('/api/events', {
        params: { query: { limit, ...filter, ...beforeSeq } },
      });
      if (!data) throw error;
      return data;
    },
    getNextPageParam: (page) => page.nextBeforeSeq,
  });

  const { refetch } = query;
  useEffect(() => {
    // After a gap in the line something may be missing: the first page closes it.
    if (connection > 1) void refetch();
  }, [connection, refetch]);

  useNews((event) => {
    if (!matches(event, filter) || (!steps && event.tone === 'system')) return;
    if (window.scrollY > HELD_BELOW_PX) setHeld((was) => [event, ...was]);
    else setFresh((was) => [event, ...was]);
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: another filter starts over
  useEffect(() => {
    setFresh([]);
    setHeld([]);
  }, [filter.tone, filter.accessPointId, filter.personId]);

  const events = useMemo(() => {
    const all = [...fresh, ...(query.data?.pages.flatMap((page) => page.events) ?? [])];
    const kept = steps ? all : all.filter((event) => event.tone !== 'system');
    return [...new Map(kept.map((event) => [event.seq, event])).values()].sort((a, b) => b.seq - a.seq);
  }, [fresh, query.data, steps]);

  const { hasNextPage, isFetching, fetchNextPage } = query;
  const pages = query.data?.pages.length ?? 0;
  useEffect(() => {
    // A page of nothing but small steps would look like the end of the log.
    if (events.length < FEW && pages < MOST_PAGES_BY_ITSELF && hasNextPage && !isFetching)
      void fetchNextPage();
  }, [events.length, pages, hasNextPage, isFetching, fetchNextPage]);

  const release = () => {
    setFresh((was) => [...held, ...was]);
    setHeld([]);
    window.scrollTo({ top: 0 });
  };
  const freshSeqs = useMemo(() => new Set(fresh.map((event) => event.seq)), [fresh]);
  const heldCount = held.filter((event) => !events.some((shown) => shown.seq === event.seq)).length;
  return { query, events, heldCount, release, freshSeqs };
}

function matches(event: LogEvent, filter: LogFilter): boolean {
  return (
    (!filter.tone || event.tone === filter.tone) &&
    (!filter.accessPointId || event.accessPoint?.id === filter.accessPointId) &&
    (!filter.personId || event.person?.id === filter.personId)
  );
}
