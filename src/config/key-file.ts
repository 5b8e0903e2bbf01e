import { randomBytes } from 'node:crypto';
import { closeSync, fstatSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { SallyportError } from '../kernel/index.ts';
import { writeNewFile } from './durable-file.ts';

const KEY_BYTES = 32;

/**
 * The master key: 32 random bytes as base64 text in a file that only its owner may read.
 * It is made once, and only when there is no data yet: a new key beside old data would be taken for the right one.
 * Throws `key_missing` saying what to do, and then has touched nothing.
 */
export function openOrCreateKey({
  keyFile,
  dataExists,
}: {
  keyFile: string;
  dataExists: boolean;
}): Uint8Array {
  const found = readKeyFile(keyFile);
  if (found) return found;
  if (dataExists) {
    throw missing(
      `The key file ${keyFile} is missing, and there is data sealed with it. Put the file back from your backup, or name it with --key-file. Nothing was changed`,
    );
  }
  createKey(keyFile);
  return readKeyFile(keyFile)!;
}

/** What the key file holds for this key. */
export const keyText = (key: Uint8Array): string => `${Buffer.from(key).toString('base64')}\n`;

export const makeMasterKey = (): Uint8Array => new Uint8Array(randomBytes(KEY_BYTES));

/** Null when there is no such file; throws `key_missing` when it is not one, or others may read it. */
export function readKeyFile(keyFile: string): Uint8Array | null {
  const fd = openForReading(keyFile);
  if (fd === null) return null;
  try {
    const stat = fstatSync(fd);
    if (!stat.isFile()) throw missing(`The key file ${keyFile} is not a file`);
    if (process.platform !== 'win32' && (stat.mode & 0o077) !== 0) {
      throw missing(`Others on this machine may read the key file ${keyFile}. Run: chmod 600 ${keyFile}`);
    }
    return decodeKey(readFileSync(fd, 'utf8').trim(), keyFile);
  } finally {
    closeSync(fd);
  }
}

function openForReading(keyFile: string): number | null {
  try {
    return openSync(keyFile, 'r');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    throw missing(
      `The key file ${keyFile} cannot be read (${code}). It must belong to the user who runs this`,
      error,
    );
  }
}

/** Exactly what `createKey` writes: a cut or edited file never becomes another key. */
function decodeKey(text: string, keyFile: string): Uint8Array {
  const key = Buffer.from(text, 'base64');
  if (key.length !== KEY_BYTES || key.toString('base64') !== text) {
    const state = text === '' ? 'is empty' : 'does not hold a key';
    throw missing(`The key file ${keyFile} ${state}. Put the right one back from your backup`);
  }
  return new Uint8Array(key);
}

/** Whole or not at all, and never over another: of two starts at once, both end up with the key of one. */
function createKey(keyFile: string): void {
  try {
    mkdirSync(dirname(keyFile), { recursive: true, mode: 0o700 });
    writeNewFile(keyFile, keyText(makeMasterKey()));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    if (code === 'ENOSPC') throw new SallyportError('storage_full', { cause: error });
    throw missing(
      `The key file ${keyFile} cannot be made (${code}). Name another place with --key-file`,
      error,
    );
  }
}

function missing(sentence: string, cause?: unknown): SallyportError {
  return new SallyportError('key_missing', { sentence: `${sentence}.`, cause });
}
