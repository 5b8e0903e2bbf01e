import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { findKeyPlace, makeMasterKey, replaceKeyIn } from '../config/index.ts';
import type { Ledger } from '../evidence/index.ts';
import { type Clock, type Logger, type PersonId, SallyportError } from '../kernel/index.ts';
import type { Repositories, Store } from '../storage/index.ts';

export interface RotationStatus {
  /** What is being done now. */
  phase: 'idle' | 'master_key' | 'data_keys';
  done: number;
  total: number;
  /** Why the last one ended early; null when it did not. */
  failure: string | null;
}

interface RotationOrder {
  /** Demanded where the key lies under one. */
  passphrase: string | null;
  /** Also seal everything anew, under new data keys. */
  dataKeys: boolean;
}

export interface KeyRotation {
  status(): RotationStatus;
  /** Throws `rotation_running` and `wrong_passphrase`; otherwise answers when it is under way. */
  start(order: RotationOrder, by: { actorId: PersonId | null; ipAddress: string | null }): Promise<void>;
  /** Goes on with what an earlier process left undone. */
  resume(): Promise<void>;
  /** Waits for the step that is running and begins no other; the next start goes on. */
  stop(): Promise<void>;
  /** Settles when nothing is being done; rejects with why it failed. */
  finished(): Promise<void>;
}

export interface KeyRotationOptions {
  store: Store;
  ledger: Ledger<Repositories>;
  where: { dataDir: string; keyFile: string };
  /** Whether no other process may replace the keys meanwhile. */
  alone: boolean;
  /** Seals the files beside the database under the present key. */
  resealFiles(): void;
  clock: Clock;
  logger: Logger;
  /** After each step; tells a test where it can kill. */
  onStep?(step: string): void;
}

const NAME = 'sealing';
const STATE_SCHEMA = z.object({ renewingSince: z.number().nullable() }).nullable();
/** Between two people, so that whoever stands at a door is served in between. */
const PAUSE_MS = 5;

export function createKeyRotation(options: KeyRotationOptions): KeyRotation {
  const { store, ledger, where, alone, clock, logger, onStep = () => {} } = options;
  let status: RotationStatus = { phase: 'idle', done: 0, total: 0, failure: null };
  let running: Promise<void> | null = null;
  let stopped = false;

  function show(phase: RotationStatus['phase']) {
    return (done: number, total: number) => {
      status = { phase, done, total, failure: null };
      onStep(`${phase} ${done}/${total}`);
    };
  }

  function run(work: () => Promise<void>): void {
    running = work().finally(() => {
      status = { ...status, phase: 'idle' };
    });
    running.catch((error: unknown) => {
      const failure = error instanceof SallyportError ? error.message : 'Something went wrong on our side.';
      status = { ...status, failure };
      logger.error({ err: error }, 'the keys could not be replaced');
    });
  }

  async function rotateMasterKey(
    order: RotationOrder,
    replacement: Awaited<ReturnType<typeof replaceKeyIn>>,
    by: object,
  ): Promise<void> {
    const next = makeMasterKey();
    await replacement.stage(next);
    onStep('staged');
    try {
      await ledger.transaction(async (tx) => {
        await tx.sealing.rekey(next, show('master_key'));
        if (order.dataKeys) await tx.settings.put(NAME, { renewingSince: clock.now() });
        await tx.record([{ type: 'sealing.key_rotated', facts: {}, ...by }]);
        onStep('written');
      });
    } catch (error) {
      // Only when the data proves to hang on the former key is the new one thrown away.
      await store.transaction(async () => {});
      replacement.abandon();
      throw error;
    }
    onStep('committed');
    await adoptKey(replacement);
  }

  async function adoptKey(replacement: Awaited<ReturnType<typeof replaceKeyIn>>): Promise<void> {
    replacement.adopt();
    onStep('adopted');
    const reread = await replacement.reread();
    if (!reread || !store.opensWith(reread)) {
      throw new SallyportError('key_missing', {
        sentence:
          'The new key did not come back as it was written. Keep every file beside it; check the disk.',
      });
    }
    await emptyLog();
    replacement.finish();
    onStep('proven');
  }

  /** Until it is empty, it holds what hung on the former key. Somebody else may be reading: then the next time. */
  const emptyLog = () =>
    store.checkpoint().catch((error: unknown) => logger.warn({ err: error }, 'the log is emptied later'));

  async function resealFiles(): Promise<void> {
    if (!store.files.mixed()) return;
    options.resealFiles();
    await store.transaction((tx) => tx.sealing.forgetFormerFileKeys());
    onStep('files sealed anew');
  }

  async function renewDataKeys(): Promise<void> {
    const since = STATE_SCHEMA.parse(await store.settings.get(NAME))?.renewingSince ?? null;
    if (since === null) return;
    const owners = await store.sealing.ownersWithKeyBefore(since);
    for (const [index, ownerId] of owners.entries()) {
      if (stopped) return;
      await store.transaction((tx) => tx.sealing.renewDataKey(ownerId, Math.max(since, clock.now())));
      show('data_keys')(index + 1, owners.length);
      await pause(PAUSE_MS);
    }
    await ledger.transaction(async (tx) => {
      await tx.settings.put(NAME, { renewingSince: null });
      await tx.record([{ type: 'sealing.data_keys_renewed', facts: { owners: owners.length } }]);
    });
    await emptyLog();
  }

  async function leftovers(): Promise<void> {
    await resealFiles();
    await renewDataKeys();
  }

  return {
    status: () => status,
    async start(order, by) {
      if (!alone) throw anotherProcess();
      if (status.phase !== 'idle') throw new SallyportError('rotation_running');
      show('master_key')(0, 0);
      try {
        const replacement = await replaceKeyIn(findKeyPlace(where), order.passphrase);
        const present = await replacement.reread();
        if (!present || !store.opensWith(present)) throw new SallyportError('key_missing');
        run(async () => {
          await rotateMasterKey(order, replacement, by);
          await leftovers();
        });
      } catch (error) {
        status = { ...status, phase: 'idle' };
        throw error;
      }
    },
    async resume() {
      if (alone) run(leftovers);
    },
    async stop() {
      stopped = true;
      await running?.catch(() => {});
    },
    async finished() {
      await running;
    },
  };
}

const anotherProcess = () =>
  new SallyportError('rotation_running', {
    sentence: 'Another process works on this data. End it, or order the rotation there.',
  });
