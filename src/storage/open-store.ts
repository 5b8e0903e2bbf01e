import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { createKeyCache, createKeyRing, SITE } from './key-ring.ts';
import { migrate } from './migrate.ts';
import type { Repositories } from './repositories.ts';
import { routeRepositories } from './routed-repositories.ts';
import type { Schema } from './schema.ts';
import { type DerivedKeys, deriveKeys, keyedHash } from './sealing.ts';
import { createRepositories } from './sql/create-repositories.ts';
import { openReader, openWriter, type Writer } from './sqlite/connection.ts';
import { prepareDatabaseFile } from './sqlite/database-file.ts';
import { sqliteDialect as dialect } from './sqlite/dialect.ts';
import { createTransactions } from './transactions.ts';

export interface StoreOptions {
  /** The database file; its folder must exist. `:memory:` is a file for tests that goes when the store is closed. */
  file: string;
  /** The 32 bytes that only the administrator holds, kept apart from the file. */
  masterKey: Uint8Array;
}

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
  /** 32 bytes for the hash chain over the events. */
  chainKey: Uint8Array;
  /** Hex keyed hash: what somebody is looked up by without being named. */
  lookupHash(value: string): string;
  /**
   * Empties the write-ahead log into the file. To be called once an erasure is committed: after it neither holds the
   * erased person's key any more. Throws `busy` while another process reads.
   */
  checkpoint(): Promise<void>;
  /** Waits for the transactions that were asked for, and refuses later ones. */
  close(): Promise<void>;
}

/**
 * Opens the data, or makes it when there is none. Throws `key_missing` when the key is another than the one that sealed
 * it (nothing is touched then) and `data_folder` when it cannot be used; both say what to do.
 * To be opened once per process: closing a second one would release the first one's file locks.
 */
export async function openStore({ file, masterKey }: StoreOptions): Promise<Store> {
  const keys = deriveKeys(masterKey);
  if (file !== ':memory:') return openFile(file, keys, () => {});
  const folder = mkdtempSync(join(memoryFolder(), 'sallyport-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  return openFile(join(folder, 'store.db'), keys, remove).catch((error) => {
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

async function openFile(file: string, keys: DerivedKeys, closed: () => void): Promise<Store> {
  prepareDatabaseFile(file, keys.check);
  const writer = openWriter(file);
  try {
    await migrate(writer, dialect);
    return await createStore(file, keys, writer, closed);
  } catch (error) {
    await writer.close();
    throw error;
  }
}

async function createStore(
  file: string,
  keys: DerivedKeys,
  writer: Writer,
  closed: () => void,
): Promise<Store> {
  const cache = createKeyCache();
  const lookupHash = (value: string) => keyedHash(keys.lookup, value);
  const makeKeyRing = (db: Kysely<Schema>) =>
    createKeyRing({ db, wrapKey: keys.wrap, cache, paddingBytes: dialect.keyPaddingBytes });
  const makeRepositories = (db: Kysely<Schema>, ring = makeKeyRing(db)) =>
    createRepositories({ db, dialect, keys: ring, lookupHash });
  await makeSiteKey(writer, makeKeyRing);

  const transactions = createTransactions(writer, makeKeyRing, makeRepositories);
  const reader = openReader(file);
  return {
    ...routeRepositories(makeRepositories(reader.db), transactions),
    transaction: transactions.run,
    chainKey: keys.chain,
    lookupHash,
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

async function makeSiteKey(
  writer: Writer,
  makeKeyRing: (db: Kysely<Schema>) => ReturnType<typeof createKeyRing>,
) {
  await writer.transaction(
    async (db) => {
      const ring = makeKeyRing(db);
      if (!(await ring.find(SITE))) await ring.create(SITE);
    },
    () => {},
  );
}
