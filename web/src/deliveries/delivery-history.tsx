import { Code, Text } from '@mantine/core';
import type { Delivery } from '../api/types.ts';
import { ClockTime } from '../shared/relative-time.tsx';
import classes from './delivery-card.module.css';
import { OUTCOMES } from './delivery-words.ts';

/** Every try with the other side's own words. */
export function DeliveryHistory({ history }: { history: Delivery['history'] }) {
  return (
    <ol className={classes.history}>
      {history.map((tried) => (
        <li key={`${tried.at}-${tried.outcome}`}>
          <Text size="sm">
            <ClockTime at={tried.at} seconds /> · {OUTCOMES[tried.outcome]}
          </Text>
          <Code className={classes.response ?? ''}>{tried.response}</Code>
        </li>
      ))}
    </ol>
  );
}
