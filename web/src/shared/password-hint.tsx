import { Group, Progress, Text } from '@mantine/core';

const LEAST = 8;
const GOOD = 15;

/** Length is what counts: nobody is asked for capitals, digits or signs. */
export function PasswordHint({ password, id }: { password: string; id?: string }) {
  const length = [...password].length;
  const state = length === 0 ? 'none' : length < LEAST ? 'short' : length < GOOD ? 'fair' : 'good';
  const words = {
    none: `At least ${LEAST} characters; ${GOOD} or more are recommended. A few words in a row are easy to keep in mind.`,
    short: `${LEAST - length} more to go`,
    fair: `Long enough. With ${GOOD - length} more it would be strong.`,
    good: 'Strong by its length',
  }[state];
  const colour = { none: 'gray', short: 'red', fair: 'yellow.5', good: 'green.6' }[state];
  return (
    <Group gap={8} wrap="nowrap" align="center" id={id}>
      <Progress
        value={Math.min(100, (length / GOOD) * 100)}
        color={colour}
        w={84}
        size={5}
        aria-hidden="true"
        style={{ flex: 'none' }}
      />
      <Text size="sm" c="dimmed">
        {words}
      </Text>
    </Group>
  );
}
