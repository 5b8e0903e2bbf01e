import type { Clock, EventDraft, EventRecord } from '../kernel/index.ts';
import { type ChainKeyOf, chainHash } from './chain.ts';
import type { EventRepository } from './repositories.ts';

/** Everything one transaction can reach; storage adds the other repositories to it. */
export interface LedgerTransaction {
  events: EventRepository;
}

/** Writes events inside the running transaction: all of it is committed, or none of it. */
export type RecordEvents = (drafts: EventDraft[]) => Promise<void>;

/** Turns an event into obligations, inside the transaction that writes the event. */
export type Reactor<Tx> = (event: EventRecord, tx: Tx) => Promise<void>;

/**
 * What follows of an event within the transaction that writes it: changes state, and answers with the events that say
 * so. They are written right after it, and may have consequences themselves.
 */
export type Consequence<Tx> = (event: EventRecord, tx: Tx) => Promise<EventDraft[]>;

export interface TransactionRunner<Tx> {
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}

export interface Ledger<Tx> {
  /** State, events and obligations of one decision. News of the events goes out only after the commit. */
  transaction<T>(work: (tx: Tx & { record: RecordEvents }) => Promise<T>): Promise<T>;
}

export interface LedgerOptions<Tx> {
  store: TransactionRunner<Tx>;
  clock: Clock;
  /** 32 bytes for the event of this number; without them nobody can forge a chain that fits. */
  chainKey: ChainKeyOf;
  reactors: Reactor<Tx>[];
  consequences?: Consequence<Tx>[];
  /** May fail or be lost: nothing that must happen depends on it. */
  publish: (event: EventRecord) => void;
}

export function createLedger<Tx extends LedgerTransaction>(options: LedgerOptions<Tx>): Ledger<Tx> {
  const { store, clock, chainKey, reactors, consequences = [], publish } = options;

  async function write(tx: Tx, drafts: EventDraft[]): Promise<EventRecord[]> {
    let previous = await tx.events.last();
    const written: EventRecord[] = [];
    const queue = [...drafts];
    for (let draft = queue.shift(); draft; draft = queue.shift()) {
      const unsigned = { ...draft, seq: (previous?.seq ?? 0) + 1, at: clock.now(), hash: '' } as EventRecord;
      const record = {
        ...unsigned,
        hash: chainHash(chainKey(unsigned.seq), previous?.hash ?? '', unsigned),
      } as EventRecord;
      await tx.events.append(record);
      for (const react of reactors) await react(record, tx);
      for (const follow of consequences) queue.push(...(await follow(record, tx)));
      written.push(record);
      previous = record;
    }
    return written;
  }

  return {
    async transaction(work) {
      const news: EventRecord[] = [];
      const result = await store.transaction(async (tx) => {
        news.length = 0;
        return work({ ...tx, record: async (drafts) => void news.push(...(await write(tx, drafts))) });
      });
      for (const event of news) publish(event);
      return result;
    },
  };
}
