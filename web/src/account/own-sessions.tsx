import { Button, Group, Skeleton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import type { OpenSession } from '../api/types.ts';
import { ProblemNote } from '../shared/problem-note.tsx';
import { Section } from '../shared/section.tsx';
import { pressSignOut } from '../shell/press-sign-out.ts';
import { SessionList } from './session-list.tsx';

/** Where one is signed in, and the ways to end it. */
export function OwnSessions() {
  const query = api.useQuery('get', '/api/me/sessions');
  const end = api.useMutation('delete', '/api/me/sessions/{id}');
  const endAll = api.useMutation('delete', '/api/me/sessions');
  const fail = (error: unknown) => notifications.show({ color: 'red', message: problemOf(error).message });
  const press = ({ id, current }: OpenSession) => {
    if (current) return pressSignOut();
    end.mutate({ params: { path: { id } } }, { onSettled: () => void query.refetch(), onError: fail });
  };
  const pressAll = () =>
    endAll.mutate({}, { onSuccess: () => window.location.assign('/sign-in'), onError: fail });
  return (
    <Section
      title="Signed in"
      description="A place that you do not know? Sign it out, and change your password."
    >
      <ProblemNote problem={query.error} onRetry={() => void query.refetch()} />
      {query.isPending ? <Skeleton h={48} /> : null}
      <SessionList
        sessions={query.data?.sessions ?? []}
        ending={end.isPending ? (end.variables?.params.path.id ?? null) : null}
        onEnd={press}
      />
      <Group justify="flex-end">
        <Button variant="default" loading={endAll.isPending} onClick={pressAll}>
          Sign out everywhere
        </Button>
      </Group>
    </Section>
  );
}
