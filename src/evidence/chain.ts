import { createHmac } from 'node:crypto';
import type { EventRecord } from '../kernel/index.ts';
import type { EventRepository } from './repositories.ts';

/** Keys in code-point order at every depth, so that one record has one text. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value && typeof value === 'object') {
    const entries = Object.entries(value).filter(([, v]) => v !== undefined && v !== null);
    entries.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

/** The key that the event of this number is chained under: a rotation begins a new one. */
export type ChainKeyOf = (seq: number) => Uint8Array;

/** Hex HMAC-SHA256 over the previous record's hash and this record without its own. */
export function chainHash(key: Uint8Array, previousHash: string, record: EventRecord): string {
  const { hash: _, ...rest } = record;
  return createHmac('sha256', key).update(previousHash).update('\n').update(canonical(rest)).digest('hex');
}

export type ChainReport =
  | { intact: true; events: number }
  | { intact: false; brokenAtSeq: number; events: number };

/** Walks the whole log; the first record that does not follow from the one before it is named. */
export async function checkChain(events: EventRepository, keyOf: ChainKeyOf): Promise<ChainReport> {
  let [hash, seq] = ['', 0];
  for (;;) {
    const page = await events.listForward(seq, 1000);
    for (const record of page) {
      if (record.seq !== seq + 1 || record.hash !== chainHash(keyOf(record.seq), hash, record)) {
        return { intact: false, brokenAtSeq: seq + 1, events: seq };
      }
      [hash, seq] = [record.hash, record.seq];
    }
    if (page.length === 0) return { intact: true, events: seq };
  }
}
