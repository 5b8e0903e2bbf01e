import { Loader, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { client } from '../api/client.ts';
import { type Problem, problemOf } from '../api/problem.ts';
import { queryClient, SESSION_KEY } from '../api/query-client.ts';
import type { Attempt } from '../api/types.ts';
import { PageHeading } from '../shared/page-heading.tsx';
import { ProblemNote } from '../shared/problem-note.tsx';

const WELCOME_MS = 900;

/** Greets, exchanges the granted attempt for a session, and goes on. */
export function WelcomePanel({
  attempt,
  back,
  onAgain,
}: {
  attempt: Attempt;
  back: string;
  onAgain: () => void;
}) {
  const navigate = useNavigate();
  const [problem, setProblem] = useState<Problem | null>(null);
  const asked = useRef<string | null>(null);

  const enter = useCallback(async () => {
    const [{ data, error }] = await Promise.all([
      client.POST('/api/session'),
      new Promise((done) => setTimeout(done, WELCOME_MS)),
    ]);
    if (!data) return setProblem(problemOf(error));
    queryClient.setQueryData(SESSION_KEY, data);
    void navigate(back, { replace: true });
  }, [navigate, back]);

  useEffect(() => {
    // A grant is good for one session: it must not be asked for twice.
    if (asked.current === attempt.id) return;
    asked.current = attempt.id;
    void enter();
  }, [attempt.id, enter]);

  return (
    <Stack align="center" ta="center" gap="md">
      <ThemeIcon size={72} radius="50%" color="green">
        <IconCheck size={40} />
      </ThemeIcon>
      <PageHeading ta="center">{`Welcome, ${attempt.displayName ?? 'friend'}`}</PageHeading>
      {problem ? (
        <ProblemNote problem={problem} onRetry={onAgain} />
      ) : (
        <>
          <Text c="dimmed" role="status">
            Opening the panel …
          </Text>
          <Loader type="dots" size="sm" aria-hidden="true" />
        </>
      )}
    </Stack>
  );
}
