import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** Whole or not at all, on the disk when it returns, for its owner alone; throws EEXIST rather than replace another. */
export function writeNewFile(file: string, text: string): void {
  throughDraft(file, text, (draft) => linkSync(draft, file));
}

/** The same, and what stood there is gone in the same moment. */
export function replaceFile(file: string, text: string): void {
  throughDraft(file, text, (draft) => renameSync(draft, file));
}

function throughDraft(file: string, text: string, putInPlace: (draft: string) => void): void {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    writeDurably(draft, text);
    putInPlace(draft);
    syncFolder(dirname(file));
  } finally {
    rmSync(draft, { force: true });
  }
}

const doomedOf = (file: string) => `${file}.destroyed`;

/**
 * Overwritten before it goes, as far as the disk lets a file be overwritten. It leaves its place before that:
 * killed half-way, this leaves nothing there that would be taken for a damaged file.
 */
export function destroyFile(file: string): void {
  finishDestroying(file);
  if (!existsSync(file)) return;
  renameSync(file, doomedOf(file));
  finishDestroying(file);
}

/** Ends what a crash left of `destroyFile`; without a crash there is nothing to do. */
export function finishDestroying(file: string): void {
  const doomed = doomedOf(file);
  if (!existsSync(doomed)) return;
  const fd = openSync(doomed, 'r+');
  try {
    // A second name of the file must not lose what it holds.
    if (fstatSync(fd).nlink === 1) writeSync(fd, Buffer.alloc(fstatSync(fd).size), 0);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  rmSync(doomed);
  syncFolder(dirname(file));
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
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const fd = openSync(folder, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
