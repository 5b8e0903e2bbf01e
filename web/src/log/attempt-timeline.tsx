import { Text } from '@mantine/core';
import type { LogEvent } from '../api/types.ts';
import { ClockTime } from '../shared/relative-time.tsx';
import classes from './attempt-timeline.module.css';
import { ToneIcon } from './tone.tsx';

/** Step by step, with how long each took after the one before. */
export function AttemptTimeline({ events }: { events: LogEvent[] }) {
  return (
    <ol className={classes.line}>
      {events.map((event, index) => {
        const before = events[index - 1];
        const laterMs = before ? event.at - before.at : 0;
        return (
          <li key={event.seq} className={classes.step}>
            <span className={classes.mark}>
              <ToneIcon tone={event.tone} size={26} />
            </span>
            <span>
              <Text span display="block">
                {event.sentence}
              </Text>
              <Text span size="sm" c="dimmed">
                <ClockTime at={event.at} seconds />
                {laterMs >= 100 ? ` · ${(laterMs / 1000).toFixed(1)} s later` : ''}
              </Text>
            </span>
          </li>
        );
      })}
    </ol>
  );
}
