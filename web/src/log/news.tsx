import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { client } from '../api/client.ts';
import type { LogEvent } from '../api/types.ts';

export type NewsState = 'connecting' | 'live' | 'lost';

interface News {
  state: NewsState;
  /** Counts connections: a higher number means that events may have been missed. */
  connection: number;
  listen: (listener: (event: LogEvent) => void) => () => void;
}

const NewsContext = createContext<News>({ state: 'connecting', connection: 0, listen: () => () => {} });

const RECONNECT_MS = 3_000;
const SETTLE_MS = 400;

/** One line to the server for the whole panel; whoever wants to hear the news listens here. */
export function NewsProvider({ enabled, children }: { enabled: boolean; children: ReactNode }) {
  const [state, setState] = useState<NewsState>('connecting');
  const [connection, setConnection] = useState(0);
  const [listeners] = useState(() => new Set<(event: LogEvent) => void>());

  useEffect(() => {
    if (!enabled) return;
    let source: EventSource | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const connect = () => {
      source = new EventSource('/api/news');
      source.onopen = () => {
        setState('live');
        setConnection((was) => was + 1);
      };
      source.addEventListener('event', (message) => {
        const event = JSON.parse(message.data) as LogEvent;
        for (const listener of listeners) listener(event);
      });
      source.onerror = () => {
        source?.close();
        setState('lost');
        // A session that ended closes the line too: asking for it leads to the sign-in page.
        void client.GET('/api/session');
        timer = setTimeout(connect, RECONNECT_MS);
      };
    };
    connect();
    return () => {
      source?.close();
      clearTimeout(timer);
    };
  }, [enabled, listeners]);

  const news = useMemo<News>(
    () => ({
      state,
      connection,
      listen(listener) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    }),
    [state, connection, listeners],
  );
  return (
    <NewsContext value={news}>
      <Freshness />
      {children}
    </NewsContext>
  );
}

export const useNewsLine = (): News => useContext(NewsContext);

/** Calls the listener for every new event while mounted. */
export function useNews(listener: (event: LogEvent) => void): void {
  const { listen } = useNewsLine();
  const latest = useRef(listener);
  latest.current = listener;
  useEffect(() => listen((event) => latest.current(event)), [listen]);
}

/** Whatever an event may have changed is asked for again, once per burst. */
function Freshness() {
  const queries = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useNews(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      for (const path of ['/api/overview', '/api/attempts/{id}', '/api/deliveries', '/api/people']) {
        void queries.invalidateQueries({ queryKey: ['get', path] });
      }
    }, SETTLE_MS);
  });
  return null;
}
