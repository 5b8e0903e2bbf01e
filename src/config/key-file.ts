import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { SallyportError } from '../kernel/index.ts';

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
  const found = readKey(keyFile);
  if (found) return found;
  if (dataExists) {
    throw missing(
      `The key file ${keyFile} is missing, and there is data sealed with it. Put the file back from your backup, or name it with --key-file. Nothing was changed`,
    );
  }
  createKey(keyFile);
  return readKey(keyFile)!;
}

function readKey(keyFile: string): Uint8Array | null {
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
  const temporary = `${keyFile}.${randomBytes(6).toString('hex')}`;
  try {
    mkdirSync(dirname(keyFile), { recursive: true, mode: 0o700 });
    writeDurably(temporary, `${randomBytes(KEY_BYTES).toString('base64')}\n`);
    linkSync(temporary, keyFile);
    syncFolder(dirname(keyFile));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    if (code === 'ENOSPC') throw new SallyportError('storage_full', { cause: error });
    throw missing(
      `The key file ${keyFile} cannot be made (${code}). Name another place with --key-file`,
      error,
    );
  } finally {
    removeIfThere(temporary);
  }
}

function writeDurably(file: string, text: string): void {
  const fd = openSync(file, 'wx', 0o600);
  try {
    writeSync(fd, text);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Without this the name may be gone after a power cut although the file is on the disk. Windows has no such call. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const fd = openSync(folder, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function removeIfThere(file: string): void {
  try {
    unlinkSync(file);
  } catch {
    // It was never made.
  }
}

function missing(sentence: string, cause?: unknown): SallyportError {
  return new SallyportError('key_missing', { sentence: `${sentence}.`, cause });
}
