import { randomUUID } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { SallyportError } from '../../kernel/index.ts';
import { CHECK_MARK, holdsCheckOf, sealCheck } from '../key-check.ts';
import { PAGE_BYTES } from './dialect.ts';
import { explainSqliteError } from './errors.ts';

const SQLITE_MAGIC = 'SQLite format 3\0';
/** The table of the key check is the first one made, so it lies on the second page for good; this reads some more. */
const HEAD_BYTES = 16 * PAGE_BYTES;

/**
 * Makes the file when there is none; otherwise proves that the key is the one that sealed it. That is read from the
 * bytes of the file and not through SQLite, which would make or change the files beside it even for a reader:
 * with a wrong key not one byte in the folder is touched.
 */
export function prepareDatabaseFile(file: string, checkKey: Uint8Array): void {
  try {
    if (!statSync(dirname(file)).isDirectory()) throw new Error('not a folder');
    accessSync(dirname(file), constants.R_OK | constants.W_OK | constants.X_OK);
    const head = readHead(file);
    if (head) refuseUnlessOurs(head, file, checkKey);
    else createDatabaseFile(file, checkKey);
  } catch (error) {
    const explained = explainSqliteError(error, file);
    if (explained instanceof SallyportError) throw explained;
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOSPC') throw new SallyportError('storage_full', { cause: error });
    const sentence = `The data folder ${dirname(file)} cannot be used (${code ?? 'not a folder'}). Make sure that it exists and that Sallyport may write in it.`;
    throw new SallyportError('data_folder', { sentence, details: { file, code }, cause: error });
  }
}

/** The first bytes of the file; null when there is nothing in it yet. */
function readHead(file: string): Buffer | null {
  if (!statSync(file, { throwIfNoEntry: false })) return null;
  const descriptor = openSync(file, 'r');
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    const length = readSync(descriptor, head, 0, HEAD_BYTES, 0);
    return length === 0 ? null : head.subarray(0, length);
  } finally {
    closeSync(descriptor);
  }
}

function refuseUnlessOurs(head: Buffer, file: string, checkKey: Uint8Array): void {
  if (!head.toString('latin1').startsWith(SQLITE_MAGIC) || !head.includes(CHECK_MARK)) {
    const sentence = `${file} is not a Sallyport database. Choose another data folder, or move this file away.`;
    throw new SallyportError('data_folder', { sentence, details: { file } });
  }
  // A rotation that a crash overtook may stand in the log only; the row itself is asked once the file is open.
  if (!holdsCheckOf(checkKey, head) && !holdsCheckOf(checkKey, readLog(file))) throw wrongKey(file);
  accessSync(file, constants.R_OK | constants.W_OK);
}

export function wrongKey(file: string): SallyportError {
  const sentence = `The key is not the one that sealed ${file}. Put back the key file that was made with this data; nothing was changed.`;
  return new SallyportError('key_missing', { sentence, details: { file } });
}

function readLog(file: string): Buffer {
  const log = `${file}-wal`;
  return statSync(log, { throwIfNoEntry: false }) ? readFileSync(log) : Buffer.alloc(0);
}

/** SQLite would throw away a log without its database; it may be all that is left of the data. */
function refuseOrphanedLog(file: string): void {
  if (!statSync(`${file}-wal`, { throwIfNoEntry: false })?.size) return;
  const sentence = `${file} is gone, but ${file}-wal is still there. Put the database file back beside it, or move the rest away.`;
  throw new SallyportError('data_folder', { sentence, details: { file } });
}

/** Made whole under another name and then put in place, so that a crash leaves either nothing or a good file. */
function createDatabaseFile(file: string, checkKey: Uint8Array): void {
  refuseOrphanedLog(file);
  const draft = `${file}.${randomUUID()}.new`;
  try {
    closeSync(openSync(draft, 'wx', 0o600));
    const raw = new Database(draft);
    raw.pragma(`page_size = ${PAGE_BYTES}`);
    raw.exec('create table key_check (sealed blob not null)');
    raw.prepare('insert into key_check (sealed) values (?)').run(sealCheck(checkKey));
    raw.close();
    rmSync(file, { force: true });
    putInPlace(draft, file);
    syncFolder(dirname(file));
  } finally {
    rmSync(draft, { force: true });
    rmSync(`${draft}-journal`, { force: true });
  }
}

/** A link never replaces what another process has put there in the meantime; not every file system knows links. */
function putInPlace(draft: string, file: string): void {
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      throw new SallyportError('busy', { cause: error });
    renameSync(draft, file);
  }
}

function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
