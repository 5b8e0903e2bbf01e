import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import type { DatabaseAddress } from '../config/index.ts';
import type { Logger } from '../kernel/index.ts';
import type { Database, Writer } from './database.ts';
import { opensCheck } from './key-check.ts';
import { createKeyCache, createKeyRing, SITE } from './key-ring.ts';
import { migrate } from './migrate.ts';
import { mysqlDatabase } from './mysql/database.ts';
import type { Repositories } from './repositories.ts';
import { routeRepositories } from './routed-repositories.ts';
import type { Schema } from './schema.ts';
import { type DerivedKeys, deriveKeys, type FileSealing, keyedHash, sealFilesWith } from './sealing.ts';
import { chainKeyAt, loadKeptKeys, openSiteKeys, refuseForeignRotation, type SiteKeys } from './site-keys.ts';
import { createRepositories } from './sql/create-repositories.ts';
import { sqliteDatabase } from './sqlite/database.ts';
import { createTransactions } from './transactions.ts';

/** Where the data lies. */
export type DataPlace =
  /** The embedded database; its folder must exist. `:memory:` is a file for tests that goes when the store is closed. */
  | { file: string }
  /** A database of its own on a MySQL or MariaDB server. */
  | { database: DatabaseAddress };

export type StoreOptions = DataPlace & {
  /** The 32 bytes that only the administrator holds, kept apart from the data. */
  masterKey: Uint8Array;
  /** Asked before each transaction: throws when this process may not write any more. */
  mayWrite?: () => Promise<void>;
  logger?: Logger;
};

/**
 * Everything that is kept. Used directly, a read sees what was committed last and waits for nobody, and a write is a
 * transaction of its own.
 */
export interface Store extends Repositories {
  /**
   * One after the other; committed to the disk when the promise resolves. Work that throws, and a disk that is full
   * (`storage_full`), leave everything as it was. Inside it, a second transaction and writes past `tx` throw at once.
   */
  transaction<T>(work: (tx: Repositories) => Promise<T>): Promise<T>;
  /** 32 bytes for the hash chain over the events, from this one on until the next rotation. */
  chainKey(seq: number): Uint8Array;
  /** Hex keyed hash: what somebody is looked up by without being named. */
  lookupHash(value: string): string;
  /** Proves at the console that somebody holds the master key. */
  operatorKey(): Uint8Array;
  /** Whether this is the master key in use. */
  opensWith(masterKey: Uint8Array): boolean;
  /** For files beside the database; `mixed` while some may still be sealed under a former key. */
  files: FileSealing & { mixed(): boolean };
  /**
   * Empties the write-ahead log into the file. To be called once an erasure is committed: after it neither holds the
   * erased person's key any more. Throws `busy` while another process reads. The logs of a database server are not in
   * our hands: there it changes nothing.
   */
  checkpoint(): Promise<void>;
  /** Waits for the transactions that were asked for, and refuses later ones. */
  close(): Promise<void>;
}

/**
 * Opens the data, or makes it when there is none. Throws `key_missing` when the key is another than the one that sealed
 * it (nothing is touched then), `data_folder` when it cannot be used and `busy` when the server does not answer; all say
 * what to do. A file is to be opened once per process: closing a second one would release the first one's file locks.
 */
export async function openStore({ masterKey, ...options }: StoreOptions): Promise<Store> {
  const keys = deriveKeys(masterKey);
  if ('database' in options) return openIn(await mysqlDatabase(options), keys, () => {});
  if (options.file !== ':memory:') return openIn(sqliteDatabase(options.file), keys, () => {});
  const folder = mkdtempSync(join(memoryFolder(), 'sallyport-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  return openIn(sqliteDatabase(join(folder, 'store.db')), keys, remove).catch((error) => {
    remove();
    throw error;
  });
}

/** Linux keeps files there in memory; elsewhere the ordinary temporary folder does. */
function memoryFolder(): string {
  try {
    accessSync('/dev/shm', constants.W_OK);
    return '/dev/shm';
  } catch {
    return tmpdir();
  }
}

async function openIn(database: Database, keys: DerivedKeys, closed: () => void): Promise<Store> {
  const { writer, site } = await database.whileMaking(() => openTables(database, keys));
  try {
    return await createStore(database, site, writer, closed);
  } catch (error) {
    await writer.close();
    throw error;
  }
}

async function openTables(
  database: Database,
  keys: DerivedKeys,
): Promise<{ writer: Writer; site: SiteKeys }> {
  await database.prepare(keys.check);
  const writer = await database.openWriter();
  try {
    const site = await writer.transaction(
      (db) => openSiteKeys(db, keys),
      () => {},
    );
    if (!site) throw database.wrongKey();
    await migrate(writer, database.dialect);
    return { writer, site };
  } catch (error) {
    await writer.close();
    throw error;
  }
}

async function createStore(
  database: Database,
  site: SiteKeys,
  writer: Writer,
  closed: () => void,
): Promise<Store> {
  const { dialect } = database;
  const cache = createKeyCache();
  const makeKeyRing = (db: Kysely<Schema>) =>
    createKeyRing({ db, site, cache, paddingBytes: dialect.keyPaddingBytes });
  const makeRepositories = (db: Kysely<Schema>, ring = makeKeyRing(db)) => {
    const hash = (value: string) => keyedHash(ring.derived().lookup, value);
    return createRepositories({ db, dialect, keys: ring, site, lookupHash: hash });
  };
  await makeSiteKeys(writer, makeKeyRing, site);

  const transactions = createTransactions(writer, makeKeyRing, makeRepositories, (db) =>
    refuseForeignRotation(db, site),
  );
  const reader = await database.openReader();
  return {
    ...routeRepositories(makeRepositories(reader.db), transactions, site),
    transaction: transactions.run,
    chainKey: (seq) => chainKeyAt(site, seq),
    lookupHash: (value) => keyedHash(site.derived.lookup, value),
    operatorKey: () => site.derived.operator,
    opensWith: (masterKey) => opensCheck(deriveKeys(masterKey).check, site.check),
    files: { ...sealFilesWith(() => site.files), mixed: () => site.files.length > 1 },
    async checkpoint() {
      transactions.refuseInside();
      await writer.checkpoint();
    },
    async close() {
      transactions.refuseInside();
      await writer.stop();
      // The writer last: only it can fold the log into the file and take it away.
      await reader.close();
      await writer.close();
      closed();
    },
  };
}

async function makeSiteKeys(
  writer: Writer,
  makeKeyRing: (db: Kysely<Schema>) => ReturnType<typeof createKeyRing>,
  site: SiteKeys,
) {
  await writer.transaction(
    async (db) => {
      const ring = makeKeyRing(db);
      if (!(await ring.find(SITE))) await ring.create(SITE);
      await loadKeptKeys(db, site);
    },
    () => {},
  );
}
