import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Tone } from '../src/api/types.ts';

export interface Scene {
  id: string;
  title: string;
  caption: string;
  imageUrl: string;
  /** Pictures of each movement it can do when asked; null when it cannot move. */
  moves: Record<string, number> | null;
}

export interface Scenes {
  scenes: Scene[];
  userName: string;
  password: string;
  panelUrl: string;
  kioskUrl: string;
  /** The kiosk that asks for a living face. */
  livingKioskUrl: string;
}

export interface Mail {
  id: string;
  at: number;
  to: string;
  subject: string;
  text: string;
  images: { contentId: string; url: string }[];
}

export interface LogLine {
  at: number;
  sentence: string;
  tone: Tone;
  /** Happened while this page was open. */
  fresh: boolean;
}

export const openedAt = Date.now();

const KEPT_LINES = 60;

async function ask<T>(path: string): Promise<T> {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  return (await answer.json()) as T;
}

export function useScenes() {
  return useQuery({
    queryKey: ['scenes'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: () => ask<Scenes>('/stage/scenes'),
  });
}

/** The mailbox of the demo's own mail server, newest first. */
export function useMailbox() {
  const queries = useQueryClient();
  useEffect(() => {
    const source = new EventSource('/stage/mailbox/news');
    source.addEventListener('mail', () => void queries.invalidateQueries({ queryKey: ['mailbox'] }));
    return () => source.close();
  }, [queries]);
  return useQuery({
    queryKey: ['mailbox'],
    // The line may be down for a moment; no mail is missed for longer than this.
    refetchInterval: 10_000,
    queryFn: () => ask<{ mails: Mail[] }>('/stage/mailbox'),
  });
}

/** The log as it grows, newest first. `onNew` hears only what happens while the page is open. */
export function useStageLog(onNew: (line: LogLine) => void): LogLine[] {
  const [lines, setLines] = useState<LogLine[]>([]);
  const latest = useRef(onNew);
  latest.current = onNew;
  useEffect(() => {
    const seen = new Set<string>();
    const source = new EventSource('/stage/log');
    source.addEventListener('event', (message) => {
      const said = JSON.parse(message.data) as Omit<LogLine, 'fresh'>;
      const line = { ...said, fresh: said.at >= openedAt - 1_000 };
      const key = `${line.at} ${line.sentence}`;
      // A line that was cut and came back tells its last thirty again.
      if (seen.has(key)) return;
      seen.add(key);
      setLines((was) => [line, ...was].sort((a, b) => b.at - a.at).slice(0, KEPT_LINES));
      if (line.fresh) latest.current(line);
    });
    return () => source.close();
  }, []);
  return lines;
}
