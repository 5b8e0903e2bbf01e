import { useEffect, useState } from 'react';
import classes from './remaining-time.module.css';

/** A line that runs out with the step's time. The seconds are spoken only to those who ask. */
export function RemainingTime({ endsAt, limitMs }: { endsAt: number; limitMs: number }) {
  const [leftMs, setLeftMs] = useState(() => Math.max(0, endsAt - Date.now()));
  useEffect(() => {
    const timer = setInterval(() => setLeftMs(Math.max(0, endsAt - Date.now())), 200);
    return () => clearInterval(timer);
  }, [endsAt]);
  const seconds = Math.ceil(leftMs / 1000);
  return (
    <div
      className={classes.track}
      role="progressbar"
      aria-label="Time left"
      aria-valuemin={0}
      aria-valuemax={Math.round(limitMs / 1000)}
      aria-valuenow={seconds}
      aria-valuetext={`${seconds} seconds left`}
    >
      <div
        className={classes.bar}
        data-short={leftMs < 5_000}
        style={{ transform: `scaleX(${Math.min(1, leftMs / limitMs)})` }}
      />
    </div>
  );
}
