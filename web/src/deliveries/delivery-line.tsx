import { Badge, Group, Text } from '@mantine/core';
import type { Delivery } from '../api/types.ts';
import { useNow } from '../shared/use-now.ts';
import { CHANNELS, nextTryWords, recipientWords, STATES, triesWords } from './delivery-words.ts';

/** One message in one line. */
export function DeliveryLine({ delivery }: { delivery: Delivery }) {
  const now = useNow('second');
  const next = nextTryWords(delivery, now);
  const state = STATES[delivery.state];
  return (
    <Group gap="sm" wrap="nowrap" justify="space-between">
      <div>
        <Text>
          {CHANNELS[delivery.channel]} to {recipientWords(delivery)}
        </Text>
        <Text size="sm" c="dimmed">
          {triesWords(delivery.tries)}
          {next ? `, ${next}` : ''}
        </Text>
      </div>
      <Badge color={state.color}>{state.label}</Badge>
    </Group>
  );
}
