import { Stack, Text } from '@mantine/core';
import type { IconCreditCard } from '@tabler/icons-react';
import { useEffect } from 'react';
import classes from './reader-step.module.css';
import type { AttemptControl } from './use-attempt.ts';

const ASK_MS = 700;

/** Waits for what a reader reports to the server by itself, and asks the server how it stands. */
export function ReaderWait({
  icon: Icon,
  words,
  control,
}: {
  icon: typeof IconCreditCard;
  words: string;
  control: AttemptControl;
}) {
  const { refresh } = control;
  useEffect(() => {
    const timer = setInterval(() => void refresh(), ASK_MS);
    return () => clearInterval(timer);
  }, [refresh]);
  return (
    <Stack gap="md" ta="center">
      <Text component="p" role="status" fw={640} fz="clamp(1.4rem, 3.8vw, 2.2rem)" m={0}>
        {words}
      </Text>
      <div className={classes.waiting} aria-hidden="true">
        <Icon size="55%" stroke={1.2} />
      </div>
    </Stack>
  );
}
