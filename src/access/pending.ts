import type { Clock } from '../kernel/index.ts';

/** What was begun and is not finished: in memory only, and gone after a time or a restart. */
export interface Pending<Key, Value> {
  /** Takes the place of what the same key had begun. */
  begin(key: Key, value: Value): number;
  /** Null when nothing was begun, or too long ago. */
  find(key: Key): Value | null;
  end(key: Key): void;
}

/** `begin` answers when it runs out. Above `most` the oldest goes. */
export function createPending<Key, Value>(clock: Clock, lastsMs: number, most = 1000): Pending<Key, Value> {
  const begun = new Map<Key, { value: Value; expiresAt: number }>();
  return {
    begin(key, value) {
      const expiresAt = clock.now() + lastsMs;
      begun.delete(key);
      begun.set(key, { value, expiresAt });
      if (begun.size > most) begun.delete(begun.keys().next().value!);
      return expiresAt;
    },
    find(key) {
      const one = begun.get(key);
      return one && one.expiresAt > clock.now() ? one.value : null;
    },
    end: (key) => void begun.delete(key),
  };
}
