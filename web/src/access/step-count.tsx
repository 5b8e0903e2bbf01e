import { Group, Text } from '@mantine/core';
import classes from './step-count.module.css';

/** “Step 1 of 2”, as words and as a line. */
export function StepCount({ number, of, size }: { number: number; of: number; size: 'panel' | 'kiosk' }) {
  if (of < 2) return null;
  return (
    <Group gap="sm" justify="center">
      <Text size={size === 'kiosk' ? 'lg' : 'sm'} c="dimmed">
        Step {number} of {of}
      </Text>
      <span className={classes.dots} aria-hidden="true">
        {Array.from({ length: of }, (_, index) => (
          <span key={String(index)} className={classes.dot} data-done={index < number} />
        ))}
      </span>
    </Group>
  );
}
