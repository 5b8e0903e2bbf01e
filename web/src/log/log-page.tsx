import {
  Affix,
  Button,
  Group,
  NativeSelect,
  SegmentedControl,
  Skeleton,
  Stack,
  Switch,
  Text,
} from '@mantine/core';
import { IconArrowUp, IconListDetails } from '@tabler/icons-react';
import { Outlet, useSearchParams } from 'react-router';
import { api } from '../api/client.ts';
import { useMay } from '../api/session.ts';
import type { Tone } from '../api/types.ts';
import { EmptyState } from '../shared/empty-state.tsx';
import { PageHeading } from '../shared/page-heading.tsx';
import { PageTop } from '../shared/page-top.tsx';
import { ProblemNote } from '../shared/problem-note.tsx';
import { EventsByDay } from './event-list.tsx';
import { LiveDot } from './live-dot.tsx';
import classes from './log-page.module.css';
import { type LogFilter, useLog } from './use-log.ts';

const TONE_CHOICES: { value: Tone | 'all'; label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'alert', label: 'Alerts' },
  { value: 'refusal', label: 'Refusals' },
  { value: 'grant', label: 'Grants' },
  { value: 'change', label: 'Changes' },
  { value: 'system', label: 'System' },
];

export function LogPage() {
  const { filter, steps, setFilter } = useFilter();
  const { query, events, heldCount, release, freshSeqs } = useLog(filter, {
    steps: steps || filter.tone === 'system',
  });
  const filtered = Boolean(filter.tone || filter.accessPointId);
  return (
    <>
      <PageTop side={<LiveDot />}>
        <PageHeading>Log</PageHeading>
        <Text c="dimmed">What happened, newest first.</Text>
      </PageTop>
      <LogFilters filter={filter} steps={steps} onChange={setFilter} />
      <ProblemNote problem={query.error} onRetry={() => void query.refetch()} />
      {query.isPending ? <LogSkeleton /> : null}
      {events.length > 0 ? <EventsByDay events={events} freshSeqs={freshSeqs} /> : null}
      {query.isSuccess && events.length === 0 ? (
        <div className="sp-card">
          <EmptyState
            icon={IconListDetails}
            title={filtered ? 'Nothing of this kind yet' : 'Nothing happened yet'}
          >
            {filtered
              ? 'Choose another filter to see the rest.'
              : 'As soon as somebody stands before a kiosk or signs in, it appears here by itself.'}
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
      ) : events.length > 0 && query.isSuccess ? (
        <Text ta="center" size="sm" c="dimmed" mt="xl">
          {filtered ? 'That is all of this kind.' : 'The log begins here.'}
        </Text>
      ) : null}
      {heldCount > 0 ? (
        <Affix position={{ top: 16, left: '50%' }} style={{ transform: 'translateX(-50%)' }}>
          <Button
            leftSection={<IconArrowUp size={18} />}
            radius="xl"
            onClick={release}
            className={classes.held}
          >
            {heldCount === 1 ? '1 new entry' : `${heldCount} new entries`}
          </Button>
        </Affix>
      ) : null}
      <Outlet />
    </>
  );
}

interface FilterChange {
  tone?: string;
  accessPointId?: string;
  steps?: string;
}

interface LogFiltersProps {
  filter: LogFilter;
  steps: boolean;
  onChange: (change: FilterChange) => void;
}

function LogFilters({ filter, steps, onChange }: LogFiltersProps) {
  const allowed = useMay('access_points.read');
  const points = api.useQuery('get', '/api/access-points', {}, { enabled: allowed, staleTime: 60_000 });
  const choices = (points.data?.accessPoints ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Group gap="sm" mb="md" className={classes.filters}>
      <div className={classes.tones}>
        <SegmentedControl
          aria-label="Kind of event"
          value={filter.tone ?? 'all'}
          data={TONE_CHOICES}
          onChange={(value) => onChange({ tone: value === 'all' ? '' : value })}
        />
      </div>
      {choices.length > 0 ? (
        <NativeSelect
          aria-label="Access point"
          value={filter.accessPointId ?? ''}
          data={[{ value: '', label: 'All access points' }, ...choices]}
          onChange={(event) => onChange({ accessPointId: event.currentTarget.value })}
          className={classes.where}
        />
      ) : null}
      {filter.tone ? null : (
        <Switch
          label="Every small step"
          checked={steps}
          onChange={(event) => onChange({ steps: event.currentTarget.checked ? '1' : '' })}
        />
      )}
    </Group>
  );
}

/** The filter stands in the address, so that it can be kept and sent. */
function useFilter() {
  const [search, setSearch] = useSearchParams();
  const tone = TONE_CHOICES.find(({ value }) => value !== 'all' && value === search.get('tone'))?.value as
    | Tone
    | undefined;
  const accessPointId = search.get('at') || undefined;
  const filter: LogFilter = { ...(tone ? { tone } : {}), ...(accessPointId ? { accessPointId } : {}) };
  const steps = search.get('steps') === '1';
  const setFilter = (change: FilterChange) =>
    setSearch(
      (was) => {
        const next = new URLSearchParams(was);
        const put = (key: string, value: string | undefined) => {
          if (value === undefined) return;
          if (value) next.set(key, value);
          else next.delete(key);
        };
        put('tone', change.tone);
        put('at', change.accessPointId);
        put('steps', change.steps);
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
  return { filter, steps, setFilter };
}

function LogSkeleton() {
  return (
    <Stack gap={0} className="sp-card" p="md" mt="lg" aria-busy="true" aria-label="Loading the log">
      {Array.from({ length: 8 }, (_, index) => (
        <Group key={String(index)} py={9} wrap="nowrap">
          <Skeleton circle h={34} />
          <Skeleton h={16} w={`${70 - (index % 4) * 11}%`} />
        </Group>
      ))}
    </Stack>
  );
}
