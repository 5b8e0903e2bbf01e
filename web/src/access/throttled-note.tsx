import { Alert } from '@mantine/core';
import { IconClock } from '@tabler/icons-react';
import { useCountdown } from '../shared/use-countdown.ts';

/** Nothing is checked for a while; says for how long. */
export function ThrottledNote({ message, waitMs }: { message: string; waitMs: number }) {
  const waitS = useCountdown(waitMs);
  return (
    <Alert color="yellow" icon={<IconClock />} role="alert">
      {waitS > 0 ? `${message} You can go on in ${waitS} s.` : 'You can go on now.'}
    </Alert>
  );
}
