import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import {
  checkNewPassphrase,
  findKeyPlace,
  moveKeyIntoFile,
  moveKeyUnderPassphrase,
  type Settings,
  writeRecoveryCopy,
} from '../config/index.ts';
import { SallyportError } from '../kernel/index.ts';
import { dataIsLocked, lockData } from '../wiring/data-place.ts';
import { askLine, askNewPassphrase, PASSPHRASE_OPTION, type PassphraseOptions } from './ask-passphrase.ts';
import { addKeyRotate } from './key-rotate.ts';
import { openDataWithKey, refuseWithoutData } from './open-data.ts';
import { addDataOptions, settingsOf } from './settings-options.ts';

type Options = Record<string, unknown> & PassphraseOptions & { recoveryCopy?: string };

export function addKey(program: Command): void {
  const key = program.command('key').description('where the key lies that seals the data, and replacing it');
  const passphrase = key
    .command('passphrase')
    .description('put the key under a passphrase, or under another one; the server then starts locked')
    .option(...PASSPHRASE_OPTION)
    .option('--recovery-copy <file>', 'also write the key into this file, to be kept in a safe');
  addDataOptions(passphrase).action((options: Options) => toPassphrase(options));
  const file = key
    .command('file')
    .description('put the key back into a key file; the server then starts by itself')
    .option(...PASSPHRASE_OPTION);
  addDataOptions(file).action((options: Options) => toFile(options));
  addKeyRotate(key);
}

async function toPassphrase({ passphraseStdin, recoveryCopy, ...rest }: Options): Promise<void> {
  const settings = settingsOf(rest);
  const asking = passphraseStdin ? { passphraseStdin } : {};
  await alone(settings, async () => {
    const key = await provenKey(settings, asking);
    const passphrase = await askNewPassphrase(asking);
    checkNewPassphrase(passphrase);
    const copy = recoveryCopy ?? (await askCopy());
    if (copy) writeRecoveryCopy(settings, key, resolve(copy));
    await moveKeyUnderPassphrase(settings, key, passphrase);
    console.log('The key lies under the passphrase now, and the key file is gone.');
    if (copy)
      console.log(`Keep ${resolve(copy)} in a safe: put in the place of the key file, it opens the data.`);
    else console.log('There is no recovery copy: with the passphrase forgotten, the data is lost.');
    console.log('After a start the server waits: unseal it in the browser or with “sallyport unseal”.');
  });
}

/** A path names a folder: a word typed by mistake, the passphrase say, becomes no file that holds the key. */
async function askCopy(): Promise<string | null> {
  for (;;) {
    const typed = await askLine('Write a recovery copy of the key to this file (nothing = none): ');
    if (!typed || typed.includes('/')) return typed;
    console.error('Type its path with the folder, such as /media/stick/sallyport.key or ./sallyport.key.');
  }
}

async function toFile({ passphraseStdin, ...rest }: Options): Promise<void> {
  const settings = settingsOf(rest);
  await alone(settings, async () => {
    if (findKeyPlace(settings).kind === 'key_file') {
      throw new SallyportError('bad_input', { sentence: `The key lies in ${settings.keyFile} already.` });
    }
    moveKeyIntoFile(settings, await provenKey(settings, passphraseStdin ? { passphraseStdin } : {}));
    console.log(`The key lies in ${settings.keyFile}. Keep it out of the backup of the data.`);
  });
}

/** Only a key that opens the data is moved: anything else would be sealed away for good. */
async function provenKey(settings: Settings, options: PassphraseOptions): Promise<Uint8Array> {
  await refuseWithoutData(settings);
  const { store, opened } = await openDataWithKey(settings, options);
  await store.close();
  const place = findKeyPlace(settings);
  if (opened.file === place.file && !existsSync(`${place.file}.next`)) return opened.key;
  throw new SallyportError('key_missing', {
    sentence: 'A rotation of the key was interrupted. Start the server once, which ends it; then try again.',
  });
}

/** The server holds the key in memory, but it would replace the one in the former place. */
async function alone(settings: Settings, work: () => Promise<void>): Promise<void> {
  await refuseWithoutData(settings);
  const lock = await lockData(settings);
  if (!lock) throw dataIsLocked();
  try {
    await work();
  } finally {
    lock.release();
  }
}
