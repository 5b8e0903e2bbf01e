import { Alert } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import type { AttemptStep } from '../api/types.ts';
import classes from './tries-left.module.css';

/** A wrong try that did not end the attempt: says so, and how many are left. */
export function TriesLeft({ step, size }: { step: AttemptStep | null; size: 'panel' | 'kiosk' }) {
  if (!step?.failed) return null;
  const left = step.triesLeft === 1 ? 'One try is left.' : `${step.triesLeft} tries are left.`;
  return (
    <Alert
      key={step.triesLeft}
      color="red"
      icon={<IconAlertCircle />}
      role="alert"
      className={classes.shaken ?? ''}
      styles={size === 'kiosk' ? { message: { fontSize: 'var(--mantine-font-size-lg)' } } : {}}
    >
      That was not right. {left}
    </Alert>
  );
}
