import { Button, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconClock, IconHandStop } from '@tabler/icons-react';
import type { Attempt } from '../api/types.ts';
import { PageHeading } from '../shared/page-heading.tsx';
import { useCountdown } from '../shared/use-countdown.ts';
import { outcomeSentence, outcomeTitle } from './outcome.ts';

/** A refusal at the sign-in page: what happened, and the way back. */
export function RefusedPanel({ attempt, onAgain }: { attempt: Attempt; onAgain: () => void }) {
  const waitS = useCountdown(attempt.retryAfterMs ?? 0);
  const calm = attempt.outcome === 'timed_out' || attempt.outcome === 'cancelled';
  return (
    <Stack align="center" ta="center" gap="md" role="alert">
      <ThemeIcon size={72} radius="50%" variant="light" color={calm || waitS > 0 ? 'yellow' : 'red'}>
        {calm || waitS > 0 ? <IconClock size={36} /> : <IconHandStop size={36} />}
      </ThemeIcon>
      <PageHeading ta="center" size="h2">
        {outcomeTitle(attempt)}
      </PageHeading>
      <Text>{outcomeSentence(attempt)}</Text>
      <Button size="md" fullWidth mt="xs" disabled={waitS > 0} onClick={onAgain}>
        {waitS > 0 ? `Try again in ${waitS} s` : 'Try again'}
      </Button>
      {waitS > 0 ? (
        <Button variant="subtle" onClick={onAgain}>
          Use another user name
        </Button>
      ) : null}
    </Stack>
  );
}
