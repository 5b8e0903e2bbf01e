import type { EventRecord } from '../kernel/index.ts';

/** Tells whoever listens now. Nothing is kept: what was missed is in the log. */
export interface News {
  publish(event: EventRecord): void;
  subscribe(listener: (event: EventRecord) => void): () => void;
}

export function createNews(): News {
  const listeners = new Set<(event: EventRecord) => void>();
  return {
    publish(event) {
      for (const listener of listeners) listener(event);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
