import { Button, Text, Title } from '@mantine/core';
import type { AccessPoint } from '../api/types.ts';
import { Arches } from '../shared/arches.tsx';
import { Logo } from '../shared/logo.tsx';
import { useNow } from '../shared/use-now.ts';
import classes from './kiosk-page.module.css';

/** Waits for somebody: where this is, what time it is, and one large button. */
export function KioskIdle({ front, onBegin }: { front: AccessPoint; onBegin: () => void }) {
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
          {now.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })}
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
      <Button className={classes.begin} onClick={onBegin} autoFocus>
        Touch to begin
      </Button>
    </main>
  );
}
