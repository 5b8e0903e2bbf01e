import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { SallyportError } from '../kernel/index.ts';
import { destroyFile, replaceFile, writeNewFile } from './durable-file.ts';
import { keyText, readKeyFile } from './key-file.ts';
import { sealedKeyFile } from './master-key.ts';
import { openSealedKey, sealMasterKey } from './sealed-key.ts';

interface Where {
  dataDir: string;
  keyFile: string;
}

const SHORTEST = 12;

export function checkNewPassphrase(passphrase: string): void {
  const characters = [...passphrase.normalize('NFKC')];
  if (characters.length >= SHORTEST && new Set(characters).size > 4) return;
  throw new SallyportError('bad_input', {
    sentence: `A passphrase needs at least ${SHORTEST} characters, and not the same few again and again; four random words are good. Whoever copies the data may try it without any waits.`,
  });
}

/** From here on only the passphrase opens the data. The key file goes once the sealed key was read back and opened. */
export async function moveKeyUnderPassphrase(
  where: Where,
  masterKey: Uint8Array,
  passphrase: string,
): Promise<void> {
  checkNewPassphrase(passphrase);
  const file = sealedKeyFile(where);
  replaceFile(file, await sealMasterKey(masterKey, passphrase));
  const opened = await openSealedKey(readFileSync(file, 'utf8'), passphrase);
  if (!opened || !Buffer.from(masterKey).equals(opened)) {
    throw new SallyportError('data_folder', {
      sentence: `${file} did not come back as it was written. Check the disk; the key file was left in its place.`,
    });
  }
  destroyFile(where.keyFile);
}

/** Back again: the sealed key goes once the key file was read back. */
export function moveKeyIntoFile(where: Where, masterKey: Uint8Array): void {
  writeRecoveryCopy(where, masterKey, where.keyFile);
  destroyFile(sealedKeyFile(where));
}

/** The key as a key file of its own, to be kept in a safe: put in the place of the key file it opens the data. */
export function writeRecoveryCopy({ dataDir }: Where, masterKey: Uint8Array, file: string): void {
  refuseInside(dataDir, file);
  if (existsSync(file)) {
    throw new SallyportError('bad_input', {
      sentence: `${file} is there already and is not replaced. Name another place, or move it away.`,
    });
  }
  mkdirSync(dirname(resolve(file)), { recursive: true, mode: 0o700 });
  writeNewFile(file, keyText(masterKey));
  const read = readKeyFile(file);
  if (read && Buffer.from(masterKey).equals(read)) return;
  throw new SallyportError('data_folder', {
    sentence: `${file} did not come back as it was written. Check the disk it lies on.`,
  });
}

function refuseInside(dataDir: string, file: string): void {
  if (relative(dataDir, resolve(file)).startsWith('..')) return;
  throw new SallyportError('bad_input', {
    sentence: 'The key must not lie in the data folder: who copies the data would get its key along.',
  });
}
