import { Text, Title } from '@mantine/core';
import { IconAlertOctagon } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { AccessPoint } from '../api/types.ts';
import { useCountdown } from '../shared/use-countdown.ts';
import classes from './kiosk-alarm.module.css';
import { speak, startSiren } from './siren.ts';
import { useFront } from './use-front.ts';

const WARNING =
  'Warning. Too many wrong tries. This place is watched, and the owner has been told. Step away.';
/** A siren that never ends is only noise: after so long it is silent, while the lock goes on. */
const SIREN_MS = 60_000;
const SPEAK_EVERY_MS = 12_000;
const ASK_MS = 2_000;

interface KioskAlarmProps {
  front: AccessPoint;
  lockedMs: number;
  onOver: () => void;
}

/** Nothing is checked here for a while. No button ends it: only time, or somebody at the panel who may. */
export function KioskAlarm({ front, lockedMs, onOver }: KioskAlarmProps) {
  const leftS = useCountdown(lockedMs);
  const { data, refetch } = useFront(front.id);
  const [asked, setAsked] = useState(false);
  useEffect(() => {
    const timer = setInterval(() => void refetch().then(() => setAsked(true)), ASK_MS);
    return () => clearInterval(timer);
  }, [refetch]);
  const unlocked = asked && data?.lockedMs === null;
  useEffect(() => {
    if (leftS <= 0 || unlocked) onOver();
  }, [leftS, unlocked, onOver]);
  useAlarm();
  return (
    <main className={classes.alarm}>
      <title>Locked · Sallyport</title>
      <IconAlertOctagon size="min(30vw, 22dvh)" stroke={1.5} aria-hidden="true" />
      <div role="alert" className={classes.said}>
        <Title order={1} fz="clamp(2rem, 6.5vw, 4rem)">
          This place is locked
        </Title>
        <Text className={classes.words ?? ''}>
          Too many wrong tries. This place is watched, and the owner has been told.
        </Text>
      </div>
      <div className={classes.left} role="timer" aria-label={`Locked for ${leftS} more seconds`}>
        {clock(leftS)}
      </div>
    </main>
  );
}

const clock = (seconds: number) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

function useAlarm(): void {
  useEffect(() => {
    const stops = [startSiren(), speak(WARNING, SPEAK_EVERY_MS)];
    const silence = () => {
      for (const stop of stops.splice(0)) stop();
    };
    const timer = setTimeout(silence, SIREN_MS);
    return () => {
      clearTimeout(timer);
      silence();
    };
  }, []);
}
