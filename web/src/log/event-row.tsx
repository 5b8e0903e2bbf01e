import { Text } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { Link, useLocation } from 'react-router';
import type { LogEvent } from '../api/types.ts';
import { ClockTime, RelativeTime } from '../shared/relative-time.tsx';
import classes from './event-row.module.css';
import { Snapshot } from './snapshot.tsx';
import { ToneIcon } from './tone.tsx';

interface EventRowProps {
  event: LogEvent;
  fresh?: boolean;
  /** Relative times in a short list, times of day under day headings. */
  when: 'relative' | 'clock';
}

/** One event as one line; it leads to its attempt where it belongs to one. */
export function EventRow({ event, fresh = false, when }: EventRowProps) {
  const { search } = useLocation();
  const quiet = event.tone === 'system';
  const body = (
    <>
      <ToneIcon tone={event.tone} size={quiet ? 24 : 34} />
      <span className={classes.words}>
        <Text span className={classes.sentence} fw={event.tone === 'alert' ? 600 : 400}>
          {event.sentence}
        </Text>
        <Text span size="sm" c="dimmed" className={classes.meta}>
          {when === 'relative' ? <RelativeTime at={event.at} /> : <ClockTime at={event.at} seconds />}
          {event.accessPoint && !quiet ? <span>{event.accessPoint.place}</span> : null}
          {event.ipAddress && !quiet ? <span>{event.ipAddress}</span> : null}
        </Text>
      </span>
      {event.snapshotId ? <Snapshot id={event.snapshotId} alt="" size="thumb" /> : null}
    </>
  );
  if (!event.attemptId) {
    return (
      <li className={classes.row} data-quiet={quiet} data-fresh={fresh} data-seq={event.seq}>
        {body}
        <span className={classes.chevron} />
      </li>
    );
  }
  return (
    <li className={classes.item} data-fresh={fresh} data-seq={event.seq}>
      <Link
        className={classes.row}
        data-quiet={quiet}
        to={{ pathname: `/log/attempts/${event.attemptId}`, search }}
        preventScrollReset
      >
        {body}
        <IconChevronRight className={classes.chevron} size={18} aria-hidden="true" />
      </Link>
    </li>
  );
}
