import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { SallyportError } from '../kernel/index.ts';
import { askPassphrase, PASSPHRASE_OPTION, type PassphraseOptions } from './ask-passphrase.ts';
import { callServer } from './call-server.ts';
import { addDataOptions, settingsOf } from './settings-options.ts';

const SEAL_SCHEMA = z.object({
  sealed: z.boolean(),
  opening: z.boolean(),
  waitMs: z.number(),
  failure: z.string().nullable(),
});
const POLL_MS = 300;

export function addUnseal(program: Command): void {
  const command = program
    .command('unseal')
    .description('open the data of the running server with its passphrase')
    .option(...PASSPHRASE_OPTION);
  addDataOptions(command).action(
    async ({ passphraseStdin, ...options }: Record<string, unknown> & PassphraseOptions) => {
      const settings = settingsOf(options);
      const look = () => callServer(settings, { method: 'GET', path: '/api/seal' }, SEAL_SCHEMA);
      const before = await look();
      if (!before.sealed) return console.log('The data is open already.');
      if (before.waitMs > 0) throw new SallyportError('throttled', { sentence: waitWords(before.waitMs) });
      const passphrase = await askPassphrase('Passphrase: ', passphraseStdin ? { passphraseStdin } : {});
      const asking = { method: 'POST', path: '/api/seal/open', body: { passphrase } };
      let seal = await callServer(settings, asking, SEAL_SCHEMA);
      while (seal.sealed && seal.opening) {
        await pause(POLL_MS);
        seal = await look().catch((error: unknown) => stillChanging(error, seal));
      }
      if (seal.failure) throw new SallyportError('key_missing', { sentence: seal.failure });
      console.log('The data is open, and the server works.');
    },
  );
}

/** Between the door and the server behind it nobody answers for a moment. */
function stillChanging<Seal>(error: unknown, seal: Seal): Seal {
  if (error instanceof SallyportError && error.code === 'not_found') return seal;
  throw error;
}

const waitWords = (waitMs: number) =>
  `Too many wrong passphrases were tried. Wait ${Math.ceil(waitMs / 1000)} seconds and try again.`;
