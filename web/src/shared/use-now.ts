import { useSyncExternalStore } from 'react';

/** One clock per beat for the whole page, so that a hundred relative times cost one timer. */
function createTicker(everyMs: number) {
  let now = Date.now();
  let timer: ReturnType<typeof setInterval> | null = null;
  const listeners = new Set<() => void>();
  return {
    read: () => now,
    subscribe(listener: () => void) {
      listeners.add(listener);
      now = Date.now();
      timer ??= setInterval(() => {
        now = Date.now();
        for (const each of listeners) each();
      }, everyMs);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0 && timer) {
          clearInterval(timer);
          timer = null;
        }
      };
    },
  };
}

const seconds = createTicker(1_000);
const quarters = createTicker(15_000);

/** The instant now, renewed every second or (by default) every fifteen. */
export function useNow(beat: 'second' | 'quarter' = 'quarter'): number {
  const ticker = beat === 'second' ? seconds : quarters;
  return useSyncExternalStore(ticker.subscribe, ticker.read);
}
