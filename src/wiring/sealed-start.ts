import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Server as TlsServer } from 'node:tls';
import {
  type FoundKey,
  findKeyPlace,
  type KeyPlace,
  readMasterKeys,
  type Settings,
  settleMasterKey,
} from '../config/index.ts';
import type { Ledger } from '../evidence/index.ts';
import type { Clock, Logger } from '../kernel/index.ts';
import type { Repositories, Store } from '../storage/index.ts';
import { type DataLock, dataIsLocked, dataPlace, hasData, lockData } from './data-place.ts';
import { erasureListFile, keepErasures, repeatErasures } from './erasure-list.ts';
import { openLockedDoor, type Unsealed } from './locked-door.ts';
import { openStoreWith } from './open-data.ts';
import { reachableHost, removeServerAddress, writeServerAddress } from './server-address.ts';

/** What `main.ts` opens: a server, or the door before one. */
interface Closable {
  close(): Promise<void>;
}

export const readKeysOf = async (settings: Settings): Promise<FoundKey[]> =>
  readMasterKeys(settings.keyFile, await hasData(settings));

/**
 * Holds the data's lock as long as what was opened: nobody else replaces its keys meanwhile. On a database server, which
 * many machines can reach, a second one is refused.
 */
export async function guardData<Opened extends Closable>(
  settings: Settings,
  logger: Logger,
  open: (place: KeyPlace, lock: DataLock | null) => Promise<Opened>,
): Promise<Opened> {
  const lock = await lockData(settings);
  if (!lock && settings.database) throw dataIsLocked();
  if (!lock) logger.warn({ dataDir: settings.dataDir }, 'another process works on this data folder');
  const place = findKeyPlace(settings);
  if (place.kind === 'key_file' && existsSync(join(settings.dataDir, 'sealed-key.json')))
    logger.warn({}, 'there is a key file although the key is sealed: “sallyport key passphrase” ends that');
  try {
    return released(await open(place, lock), lock, settings.dataDir);
  } catch (error) {
    lock?.release();
    throw error;
  }
}

function released<Opened extends Closable>(opened: Opened, lock: DataLock | null, dataDir: string): Opened {
  return {
    ...opened,
    async close() {
      await opened.close();
      removeServerAddress(dataDir);
      lock?.release();
    },
  };
}

/** The data, and its key in its place: what a crash left of a rotation is ended, unless it may still be running. */
export async function openSettledStore(
  settings: Settings,
  keys: FoundKey[],
  lock: DataLock | null,
  logger: Logger,
): Promise<Store> {
  const options = { logger, ...(lock && { mayWrite: lock.ensure }) };
  const { store, opened } = await openStoreWith(dataPlace(settings), keys, options);
  try {
    if (lock) settleMasterKey(settings, opened);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

interface Behind<Server> {
  url: string;
  setupUrl: null;
  certificate: null;
  unsealed: Promise<Server>;
  close(): Promise<void>;
}

/** The door, and behind it, once somebody unseals it, the server. */
export async function openBehindDoor<Server extends Closable>(
  settings: Settings,
  { clock, logger }: { clock: Clock; logger: Logger },
  place: KeyPlace,
  openServer: (unsealed: Unsealed) => Promise<Server>,
): Promise<Behind<Server>> {
  let settle: (server: Server | Promise<Server>) => void;
  const unsealed = new Promise<Server>((resolve) => {
    settle = resolve;
  });
  let server: Server | null = null;
  const open = async (given: Unsealed) => {
    let madeWay = false;
    const makeWay = async () => {
      madeWay = true;
      await given.makeWay();
    };
    try {
      server = await openServer({ ...given, makeWay });
      settle(server);
    } catch (error) {
      // With the door gone nobody could try again: whoever waits for the server learns it.
      if (madeWay) settle(Promise.reject(error));
      throw error;
    }
  };
  const door = await openLockedDoor({ settings, place, clock, logger, open });
  const close = async () => {
    await door.close();
    await server?.close();
  };
  return { url: door.url, setupUrl: null, certificate: null, unsealed, close };
}

/** What happened while nothing could be written down. */
export async function recordUnsealing(
  ledger: Ledger<Repositories>,
  { tries, ipAddress, forgetTries }: Unsealed,
): Promise<void> {
  const failedTries = tries.from.reduce((sum, one) => sum + one.tries, 0);
  await ledger.transaction(async (tx) => {
    for (const one of tries.from) {
      const facts = { tries: one.tries, lastAt: one.lastAt };
      await tx.record([{ type: 'sealing.unseal_failed', facts, ipAddress: one.ipAddress }]);
    }
    await tx.record([{ type: 'sealing.unsealed', facts: { failedTries }, ipAddress }]);
  });
  forgetTries();
}

/** Tells commands on this machine where the server listens. */
export function announce(settings: Settings, server: { address(): AddressInfo | string | null }): number {
  const { port } = server.address() as AddressInfo;
  const protocol = server instanceof TlsServer ? 'https:' : 'http:';
  writeServerAddress(settings.dataDir, { protocol, host: reachableHost(settings.host), port });
  return port;
}

/** Whom a restored backup brought back is erased again, and the list beside the key is kept up to date. */
export function createErasureList(settings: Settings, store: Store, logger: Logger) {
  const file = erasureListFile(settings.keyFile);
  return {
    async repeat(ledger: Ledger<Repositories>): Promise<void> {
      const again = await repeatErasures(file, store, ledger);
      if (again > 0)
        logger.warn({ people: again }, 'people whom restored data brought back were erased again');
    },
    keep(): void {
      keepErasures(file, store).catch((error: unknown) =>
        logger.error({ err: error }, 'the list of erased people could not be written; the next start does'),
      );
    },
  };
}
