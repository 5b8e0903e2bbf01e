import type { Delivery } from '../api/types.ts';
import { waitWords } from '../shared/time-words.ts';

export const STATES: Record<Delivery['state'], { label: string; color: string }> = {
  waiting: { label: 'Waiting', color: 'yellow' },
  delivered: { label: 'Delivered', color: 'green' },
  rejected: { label: 'Rejected', color: 'red' },
};

export const OUTCOMES: Record<Delivery['history'][number]['outcome'], string> = {
  delivered: 'Taken by the mail server',
  retry: 'Not taken, to be tried again',
  rejected: 'Refused for good',
};

export const CHANNELS: Record<Delivery['channel'], string> = { email: 'E-mail' };

export const recipientWords = (delivery: Delivery): string =>
  delivery.recipient?.displayName ?? 'somebody who was erased';

export const triesWords = (tries: number): string =>
  tries === 0 ? 'not tried yet' : tries === 1 ? '1 try' : `${tries} tries`;

/** “next try in 40 s” */
export function nextTryWords(delivery: Delivery, now: number): string | null {
  if (delivery.state !== 'waiting') return null;
  const left = delivery.dueAt - now;
  return left <= 1_000 ? 'next try now' : `next try in ${waitWords(left)}`;
}
