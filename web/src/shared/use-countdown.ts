import { useEffect, useState } from 'react';

/** Whole seconds until `durationMs` after this was first shown; 0 when it is over. */
export function useCountdown(durationMs: number): number {
  const [endsAt] = useState(() => Date.now() + durationMs);
  const [now, setNow] = useState(() => Date.now());
  const over = now >= endsAt;
  useEffect(() => {
    if (over) return;
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, [over]);
  return Math.max(0, Math.ceil((endsAt - now) / 1000));
}
