import type { Kysely } from 'kysely';
import type { SallyportError } from '../kernel/index.ts';
import type { Dialect } from './dialect.ts';
import type { Schema } from './schema.ts';

/** Reads only, and never waits for the writer: each statement sees what was committed last. */
export interface Reader {
  db: Kysely<Schema>;
  close(): Promise<void>;
}

export interface Writer {
  /**
   * Runs the work as one transaction, one after the other, also those of other processes; undone when it throws.
   * Nothing that runs on the connection handed out can take effect outside of it: not before, not after, and not when
   * the database has undone everything by itself (a full disk, a lost connection), even if the work swallowed that error.
   */
  transaction<T>(work: (db: Kysely<Schema>) => Promise<T>, ended: (committed: boolean) => void): Promise<T>;
  /** Where there is a write-ahead log of our own: moves all of it into the database file and empties it. */
  checkpoint(): Promise<void>;
  /** Waits for the transactions that were asked for; those asked for later are refused. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

/** Where the data can lie: an embedded file, or a server. */
export interface Database {
  dialect: Dialect;
  /** Nobody else makes or changes tables meanwhile. */
  whileMaking<T>(work: () => Promise<T>): Promise<T>;
  /** Makes what must be there before the first transaction, or proves that this key sealed what is there. */
  prepare(checkKey: Uint8Array): Promise<void>;
  openWriter(): Promise<Writer>;
  openReader(): Promise<Reader>;
  wrongKey(): SallyportError;
}
