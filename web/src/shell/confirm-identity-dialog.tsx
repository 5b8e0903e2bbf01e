import { Modal, Skeleton, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { AttemptFlow } from '../access/attempt-flow.tsx';
import { outcomeSentence } from '../access/outcome.ts';
import { useFront } from '../access/use-front.ts';
import { client } from '../api/client.ts';
import { answerIdentityWith } from '../api/confirm-identity.ts';
import { problemOf } from '../api/problem.ts';
import { SESSION_KEY } from '../api/query-client.ts';
import { useSession } from '../api/session.ts';
import type { Attempt } from '../api/types.ts';
import { ProblemNote } from '../shared/problem-note.tsx';

/** “Confirm that it is you”: whatever needs it waits, and goes on by itself. */
export function ConfirmIdentityDialog() {
  const [opened, setOpened] = useState(false);
  const settle = useRef<(sure: boolean) => void>(undefined);
  useEffect(() => {
    answerIdentityWith(() => {
      setOpened(true);
      return new Promise((done) => {
        settle.current = done;
      });
    });
    return () => {
      answerIdentityWith(null);
      settle.current?.(false);
    };
  }, []);
  const end = (sure: boolean) => {
    setOpened(false);
    settle.current?.(sure);
  };
  return (
    <Modal opened={opened} onClose={() => end(false)} title="Confirm that it is you" size={460} zIndex={400}>
      {opened ? <Confirmation onConfirmed={() => end(true)} /> : null}
    </Modal>
  );
}

const PANEL_ID = 'panel';

function Confirmation({ onConfirmed }: { onConfirmed: () => void }) {
  const front = useFront(PANEL_ID);
  const session = useSession();
  const queries = useQueryClient();
  const [notice, setNotice] = useState<string | null>(null);
  const [round, setRound] = useState(0);
  const over = async (attempt: Attempt) => {
    setRound((was) => was + 1);
    if (attempt.outcome === 'cancelled') return;
    if (attempt.status !== 'granted') return setNotice(outcomeSentence(attempt));
    const { data, error } = await client.POST('/api/session/confirm');
    if (!data) return setNotice(problemOf(error).message);
    queries.setQueryData(SESSION_KEY, data);
    onConfirmed();
  };
  if (front.error) return <ProblemNote problem={front.error} onRetry={() => void front.refetch()} />;
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        What you are about to do changes how people get in, or hands out what is kept about them. Show once
        more who you are; then it goes on by itself, and nothing is asked again for ten minutes.
      </Text>
      {notice ? <ProblemNote problem={{ code: 'refused', message: notice }} /> : null}
      {front.data ? (
        <AttemptFlow
          key={round}
          front={front.data}
          size="panel"
          userName={session?.person.userName ?? ''}
          notice={null}
          onUserName={() => undefined}
          onOver={(attempt) => void over(attempt)}
        />
      ) : (
        <Skeleton h={180} />
      )}
    </Stack>
  );
}
