import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import type { Settings } from '../config/index.ts';
import { createLedger } from '../evidence/index.ts';
import { makeConsoleProof, resealLanKeys } from '../http/index.ts';
import { SallyportError, silentLogger, systemClock } from '../kernel/index.ts';
import type { Store } from '../storage/index.ts';
import { lockData } from '../wiring/data-place.ts';
import { createKeyRotation } from '../wiring/key-rotation.ts';
import { PASSPHRASE_OPTION, type PassphraseOptions } from './ask-passphrase.ts';
import { callServer } from './call-server.ts';
import { openDataWithKey, refuseWithoutData } from './open-data.ts';
import { createProgressLine } from './progress-line.ts';
import { addDataOptions, settingsOf } from './settings-options.ts';

const SEALING_SCHEMA = z.object({
  phase: z.enum(['idle', 'master_key', 'data_keys']),
  done: z.number(),
  total: z.number(),
  failure: z.string().nullable(),
});
type Progress = z.output<typeof SEALING_SCHEMA>;

interface Order {
  passphrase: string | null;
  dataKeys: boolean;
}

const POLL_MS = 300;

export function addKeyRotate(key: Command): void {
  const command = key
    .command('rotate')
    .description('put a new key in the place of the present one; a running server goes on working')
    .option('--data-keys', 'also seal everything anew, as after a theft of the data together with its key')
    .option(...PASSPHRASE_OPTION);
  addDataOptions(command).action(
    async ({
      dataKeys,
      passphraseStdin,
      ...options
    }: Record<string, unknown> & PassphraseOptions & { dataKeys?: boolean }) => {
      const settings = settingsOf(options);
      await refuseWithoutData(settings);
      const { store, passphrase } = await openDataWithKey(
        settings,
        passphraseStdin ? { passphraseStdin } : {},
      );
      const order = { passphrase, dataKeys: dataKeys ?? false };
      const lock = await lockData(settings);
      try {
        if (lock) await rotateHere(settings, store, order);
        else await rotateThere(settings, store, order);
      } finally {
        await store.close().catch(() => {});
        lock?.release();
      }
      console.log('A new key is in force, and the former one is destroyed. It opens backups of before only:');
      console.log('make a new backup now, and a new recovery copy if you keep one.');
    },
  );
}

async function rotateHere(settings: Settings, store: Store, order: Order): Promise<void> {
  const ledger = createLedger({
    ...{ store, clock: systemClock, chainKey: store.chainKey },
    reactors: [],
    publish: () => {},
  });
  const rotation = createKeyRotation({
    ...{ store, ledger, where: settings, alone: true, clock: systemClock, logger: silentLogger },
    resealFiles: () => resealLanKeys(settings.dataDir, store.files),
  });
  await rotation.start(order, { actorId: null, ipAddress: null });
  await Promise.all([rotation.finished(), showUntilIdle(async () => rotation.status())]);
}

/** The server has the data open; whoever can open it as well may order it what it does. */
async function rotateThere(settings: Settings, store: Store, order: Order): Promise<void> {
  let key = store.operatorKey();
  await store.close();
  const asking = (method: string, path: string, body?: object) =>
    callServer(
      settings,
      { method, path, ...(body ? { body } : {}), authorization: makeConsoleProof(key, Date.now()) },
      SEALING_SCHEMA,
    );
  await asking('POST', '/api/sealing/rotation', order);
  const look = () => asking('GET', '/api/sealing');
  const status = await showUntilIdle(async () => {
    try {
      return await look();
    } catch (error) {
      if (!(error instanceof SallyportError) || error.code !== 'not_signed_in') throw error;
      // The key that proved who asks is replaced by now.
      key = await presentKey(settings, order.passphrase);
      return look();
    }
  });
  if (status.failure) throw new SallyportError('internal', { sentence: status.failure });
}

async function presentKey(settings: Settings, passphrase: string | null, left = 5): Promise<Uint8Array> {
  try {
    const { store } = await openDataWithKey(settings, {}, passphrase);
    const key = store.operatorKey();
    await store.close();
    return key;
  } catch (error) {
    // It was put in its place just after we looked.
    if (left === 0 || !(error instanceof SallyportError) || error.code !== 'key_missing') throw error;
    await pause(POLL_MS);
    return presentKey(settings, passphrase, left - 1);
  }
}

async function showUntilIdle(look: () => Promise<Progress>): Promise<Progress> {
  const line = createProgressLine((done, total) => `${done} of ${total} keys`);
  for (;;) {
    const status = await look();
    line.show(status.done, status.total);
    if (status.phase === 'idle') {
      line.end();
      return status;
    }
    await pause(POLL_MS);
  }
}
