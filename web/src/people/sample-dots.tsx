import { Group, Text } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import classes from './sample-dots.module.css';

export function SampleDots({ taken, wanted }: { taken: number; wanted: number }) {
  return (
    <Group justify="center" gap="sm">
      <span className={classes.dots} aria-hidden="true">
        {Array.from({ length: wanted }, (_, index) => (
          <span key={String(index)} className={classes.dot} data-taken={index < taken}>
            {index < taken ? <IconCheck size={13} stroke={3} /> : null}
          </span>
        ))}
      </span>
      <Text size="sm" c="dimmed" role="status">
        {Math.min(taken, wanted)} of {wanted} samples
      </Text>
    </Group>
  );
}
