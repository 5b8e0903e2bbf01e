import { Title } from '@mantine/core';
import type { LogEvent } from '../api/types.ts';
import { dayWords } from '../shared/time-words.ts';
import { useNow } from '../shared/use-now.ts';
import classes from './event-row.module.css';
import { EventRow } from './event-row.tsx';

/** Events under the heading of their day. */
export function EventsByDay({ events, freshSeqs }: { events: LogEvent[]; freshSeqs: Set<number> }) {
  const now = useNow();
  const days: { name: string; events: LogEvent[] }[] = [];
  for (const event of events) {
    const name = dayWords(event.at, now);
    const last = days.at(-1);
    if (last?.name === name) last.events.push(event);
    else days.push({ name, events: [event] });
  }
  return days.map((day) => (
    <section key={`${day.name}-${day.events.at(-1)?.seq}`} aria-label={day.name}>
      <Title order={2} fz="sm" c="dimmed" mb={8} mt="lg" px={4}>
        {day.name}
      </Title>
      <div className="sp-card" style={{ overflow: 'hidden' }}>
        <EventList events={day.events} freshSeqs={freshSeqs} when="clock" />
      </div>
    </section>
  ));
}

interface EventListProps {
  events: LogEvent[];
  freshSeqs: Set<number>;
  when: 'relative' | 'clock';
}

export function EventList({ events, freshSeqs, when }: EventListProps) {
  return (
    <ul className={classes.list}>
      {events.map((event) => (
        <EventRow key={event.seq} event={event} fresh={freshSeqs.has(event.seq)} when={when} />
      ))}
    </ul>
  );
}
