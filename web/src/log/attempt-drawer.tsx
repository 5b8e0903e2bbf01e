import { Drawer, Skeleton, Stack } from '@mantine/core';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { api } from '../api/client.ts';
import { ProblemNote } from '../shared/problem-note.tsx';
import { AttemptDetails } from './attempt-details.tsx';
import { endOf } from './attempt-words.ts';

/** One attempt, over the log; its address can be sent to somebody else. */
export function AttemptDrawer() {
  const { id = '' } = useParams();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const details = api.useQuery('get', '/api/attempts/{id}', { params: { path: { id } } });
  const close = () =>
    void navigate({ pathname: '/log', search: search.toString() }, { preventScrollReset: true });
  const end = details.data ? endOf(details.data.events).end : null;
  const title = { granted: 'Granted', denied: 'Refused', open: 'Still going on' }[end ?? 'open'];
  return (
    <Drawer
      opened
      onClose={close}
      position="right"
      size={560}
      title={end ? title : 'Attempt'}
      overlayProps={{ backgroundOpacity: 0.35 }}
    >
      <title>Attempt · Sallyport</title>
      <ProblemNote problem={details.error} onRetry={() => void details.refetch()} />
      {details.isPending ? (
        <Stack aria-busy="true" aria-label="Loading the attempt">
          <Skeleton h={260} radius="lg" />
          <Skeleton h={18} w="70%" />
          <Skeleton h={18} w="50%" />
        </Stack>
      ) : null}
      {details.data ? <AttemptDetails {...details.data} /> : null}
    </Drawer>
  );
}
