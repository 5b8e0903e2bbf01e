import { Button, Text, Title } from '@mantine/core';
import { IconCheck, IconClock, IconHandStop } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { Attempt } from '../api/types.ts';
import { focusQuietly } from '../shared/focus-quietly.ts';
import { useCountdown } from '../shared/use-countdown.ts';
import classes from './kiosk-page.module.css';
import { outcomeSentence, outcomeTitle } from './outcome.ts';

const GRANTED_MS = 4_000;
const REFUSED_MS = 6_000;

interface KioskResultProps {
  attempt: Attempt;
  onIdle: () => void;
  onAgain: () => void;
}

/** The answer, to be read at a distance; then the kiosk is free for the next one. */
export function KioskResult({ attempt, onIdle, onAgain }: KioskResultProps) {
  const granted = attempt.status === 'granted';
  const waitS = useCountdown(attempt.retryAfterMs ?? 0);
  const dismiss = useRef<HTMLButtonElement>(null);
  useEffect(() => focusQuietly(dismiss.current), []);
  useEffect(() => {
    const timer = setTimeout(onIdle, granted ? GRANTED_MS : REFUSED_MS);
    return () => clearTimeout(timer);
  }, [granted, onIdle]);
  const Icon = granted ? IconCheck : waitS > 0 ? IconClock : IconHandStop;
  return (
    <main className={classes.result} data-granted={granted}>
      <title>{granted ? 'Welcome · Sallyport' : 'Refused · Sallyport'}</title>
      <span className={classes.sign}>
        <Icon size="min(30vw, 22dvh)" stroke={1.75} aria-hidden="true" />
      </span>
      <div role="alert" className={classes.words}>
        <Title order={1} fz="clamp(2.2rem, 7vw, 4.2rem)">
          {granted ? `Welcome, ${attempt.displayName ?? 'friend'}` : outcomeTitle(attempt)}
        </Title>
        <Text className={classes.sentence}>
          {granted ? (attempt.message ?? 'You may pass.') : outcomeSentence(attempt)}
          {waitS > 0 ? ` Next try in ${waitS} s.` : ''}
        </Text>
      </div>
      <Button
        size="xl"
        variant="white"
        className={classes.dismiss}
        ref={dismiss}
        onClick={granted || waitS > 0 ? onIdle : onAgain}
      >
        {granted || waitS > 0 ? 'Done' : 'Try again'}
      </Button>
    </main>
  );
}
