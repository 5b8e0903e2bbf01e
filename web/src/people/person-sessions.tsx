import { Button, Group, Skeleton, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { SessionList } from '../account/session-list.tsx';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { ProblemNote } from '../shared/problem-note.tsx';
import { Section } from '../shared/section.tsx';

/** Where a person is signed in to the panel, and the way to end it. */
export function PersonSessions({ personId }: { personId: string }) {
  const params = { path: { id: personId } };
  const query = api.useQuery('get', '/api/people/{id}/sessions', { params });
  const end = api.useMutation('delete', '/api/people/{id}/sessions/{sessionId}');
  const endAll = api.useMutation('delete', '/api/people/{id}/sessions');
  const settled = {
    onSettled: () => void query.refetch(),
    onError: (error: unknown) => notifications.show({ color: 'red', message: problemOf(error).message }),
  };
  const sessions = query.data?.sessions ?? [];
  return (
    <Section title="Signed in" description="Places where this person uses the panel now.">
      <ProblemNote problem={query.error} onRetry={() => void query.refetch()} />
      {query.isPending ? <Skeleton h={48} /> : null}
      {query.isSuccess && sessions.length === 0 ? (
        <Text c="dimmed" size="sm">
          Nowhere at the moment.
        </Text>
      ) : null}
      <SessionList
        sessions={sessions}
        ending={end.isPending ? (end.variables?.params.path.sessionId ?? null) : null}
        onEnd={({ id }) => end.mutate({ params: { path: { id: personId, sessionId: id } } }, settled)}
      />
      {sessions.length > 1 ? (
        <Group justify="flex-end">
          <Button
            variant="default"
            loading={endAll.isPending}
            onClick={() => endAll.mutate({ params }, settled)}
          >
            Sign out everywhere
          </Button>
        </Group>
      ) : null}
    </Section>
  );
}
