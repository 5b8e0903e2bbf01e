import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import {
  checkSealedKey,
  type FoundKey,
  type KeyPlace,
  type Settings,
  unsealMasterKeys,
} from '../config/index.ts';
import {
  authoriseNothing,
  createHttpServer,
  createPublicFront,
  createSealedHandlers,
  ownHostNames,
  type SealedDoor,
  type SealView,
} from '../http/index.ts';
import { type Clock, type Logger, SallyportError } from '../kernel/index.ts';
import { listen } from './listen.ts';
import { BUILT, VERSION } from './paths.ts';
import { writeServerAddress } from './server-address.ts';
import { createUnsealCounter, type UnsealTries } from './unseal-tries.ts';

/** The keys that the right passphrase gave, and what happened before. */
export interface Unsealed {
  keys: FoundKey[];
  ipAddress: string;
  tries: UnsealTries;
  /** Where it listened: the server goes on there. */
  port: number;
  /** Ends the locked server: from then on its port is free. */
  makeWay(): Promise<void>;
  /** To be called when the tries stand in the log. */
  forgetTries(): void;
}

export interface LockedDoor {
  url: string;
  close(): Promise<void>;
}

interface LockedDoorOptions {
  settings: Settings;
  place: KeyPlace;
  clock: Clock;
  logger: Logger;
  /** Opens everything. What it throws before `makeWay` is shown to who unseals, and the door stays shut. */
  open(unsealed: Unsealed): Promise<void>;
}

/** Answers for a server whose data waits for its passphrase. Nothing of the data is open while it stands. */
export async function openLockedDoor(options: LockedDoorOptions): Promise<LockedDoor> {
  const { place, clock, logger } = options;
  checkSealedKey(place.file);
  // The keys of HTTPS are sealed as well, and a passphrase must not cross a network in the clear: this machine only.
  const settings = options.settings.lan
    ? { ...options.settings, host: '127.0.0.1', lan: false }
    : options.settings;
  const counter = createUnsealCounter(join(settings.dataDir, 'unseal-tries.json'), clock);
  const one = createTurns();
  let [opening, failure, closed] = [false, null as string | null, null as Promise<void> | null];
  const look = (ipAddress: string): SealView => ({
    ...{ sealed: true, opening, failure },
    waitMs: counter.waitMs(ipAddress),
    byHttps: options.settings.lan,
  });

  async function open(keys: FoundKey[], ipAddress: string, tries: UnsealTries): Promise<void> {
    const { port } = http.server.address() as AddressInfo;
    try {
      const forgetTries = () => counter.forget();
      await options.open({ keys, ipAddress, tries, port, makeWay: close, forgetTries });
    } catch (error) {
      logger.error({ err: error }, 'the data could not be opened although the passphrase was right');
      failure =
        error instanceof SallyportError ? error.message : 'Something went wrong; the server’s log says what.';
    } finally {
      opening = false;
    }
  }

  const door: SealedDoor = {
    look,
    async unseal(passphrase, ipAddress) {
      const wait = counter.waitMs(ipAddress);
      if (wait > 0) throw new SallyportError('throttled', { details: { retryAfterMs: wait } });
      counter.count(ipAddress);
      return one(async () => {
        if (opening) return look(ipAddress);
        const keys = await unsealMasterKeys(place.file, passphrase);
        if (keys.length === 0) throw new SallyportError('wrong_passphrase');
        counter.takeBack(ipAddress);
        [opening, failure] = [true, null];
        void open(keys, ipAddress, counter.read());
        return look(ipAddress);
      });
    },
  };

  const http = await createHttpServer({
    ...createSealedHandlers(door),
    authorise: authoriseNothing,
    webRoot: existsSync(BUILT.panel) ? BUILT.panel : null,
    hostNames: ownHostNames(settings.hostNames),
    front: createPublicFront(settings),
    https: null,
    version: VERSION,
    logger,
    sealed: true,
  });
  const close = () => (closed ??= http.close());
  const url = await listen(http, settings);
  const { port } = http.server.address() as AddressInfo;
  writeServerAddress(settings.dataDir, { protocol: 'http:', host: settings.host, port });
  return { url, close };
}

/** One after the other: each passphrase takes 64 MiB to look at. */
function createTurns() {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work, work);
    last = turn.catch(() => {});
    return turn;
  };
}
