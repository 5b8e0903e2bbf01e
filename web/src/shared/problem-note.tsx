import { Alert, Button, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { problemOf } from '../api/problem.ts';

interface ProblemNoteProps {
  problem: unknown;
  title?: string;
  onRetry?: () => void;
}

/** Says what happened and what to try. Renders nothing while there is no problem. */
export function ProblemNote({ problem, title, onRetry }: ProblemNoteProps) {
  if (!problem) return null;
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle />} title={title} role="alert">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{problemOf(problem).message}</Text>
        {onRetry ? (
          <Button size="xs" variant="default" onClick={onRetry}>
            Try again
          </Button>
        ) : null}
      </Stack>
    </Alert>
  );
}
