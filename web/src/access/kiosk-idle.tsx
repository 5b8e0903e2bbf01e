import { Button, Text, Title } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { AccessPoint } from '../api/types.ts';
import { Arches } from '../shared/arches.tsx';
import { focusQuietly } from '../shared/focus-quietly.ts';
import { Logo } from '../shared/logo.tsx';
import { useNow } from '../shared/use-now.ts';
import classes from './kiosk-page.module.css';

const clock = new Intl.DateTimeFormat([], { hour: '2-digit', minute: '2-digit' });

/** Waits for somebody: where this is, what time it is, and one large button. */
export function KioskIdle({ front, onBegin }: { front: AccessPoint; onBegin: () => void }) {
  const begin = useRef<HTMLButtonElement>(null);
  useEffect(() => focusQuietly(begin.current), []);
  const now = new Date(useNow('second'));
  return (
    <main className={classes.idle}>
      <title>{`${front.name} · Sallyport`}</title>
      <Arches />
      <div className={classes.idleTop}>
        <Logo size={34} />
      </div>
      <div className={classes.idleMiddle}>
        <time className={classes.clock} dateTime={now.toISOString()}>
          {clock.formatToParts(now).map(({ type, value }) => (
            <span key={`${type}${value}`} data-part={type}>
              {value}
            </span>
          ))}
        </time>
        <Text className={classes.date} c="dimmed">
          {now.toLocaleDateString([], { weekday: 'long', day: 'numeric', month: 'long' })}
        </Text>
        <Title order={1} className={classes.place}>
          {front.name}
        </Title>
        <Text className={classes.where} c="dimmed">
          {front.place}
        </Text>
      </div>
      <Button ref={begin} className={classes.begin} onClick={onBegin}>
        Touch to begin
      </Button>
    </main>
  );
}
