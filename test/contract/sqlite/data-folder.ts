import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { openStore, type Store } from '../../../src/storage/index.ts';

export interface DataFolder {
  folder: string;
  file: string;
  masterKey: Uint8Array;
  /** Opens the store on it; closed after the test if it was not before. */
  open(): Promise<Store>;
}

/** Makes data folders, each with a key, and takes away all of it after the test. */
export function dataFolders(): () => DataFolder {
  const stores: Store[] = [];
  const folders: string[] = [];
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close().catch(() => {});
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });
  return () => {
    const folder = mkdtempSync(join(tmpdir(), 'sallyport-test-'));
    folders.push(folder);
    const [file, masterKey] = [join(folder, 'sallyport.db'), new Uint8Array(randomBytes(32))];
    const open = async () => {
      const store = await openStore({ file, masterKey });
      stores.push(store);
      return store;
    };
    return { folder, file, masterKey, open };
  };
}

/** Every byte in the folder: the database, its log and whatever else lies there. */
export function readFolder(folder: string): Buffer {
  return Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))));
}

/** Name, size, time of change and SHA-256 of each file, and the folder's own time of change. */
export function fingerprint(folder: string): string[] {
  const files = readdirSync(folder).sort();
  const lines = files.map((name) => {
    const path = join(folder, name);
    const { size, mtimeMs } = statSync(path);
    const hash = statSync(path).isFile()
      ? createHash('sha256').update(readFileSync(path)).digest('hex')
      : 'folder';
    return `${name} ${size} ${mtimeMs} ${hash}`;
  });
  return [`. ${statSync(folder).mtimeMs}`, ...lines];
}

/** Runs a program of the system; false when it is not there or refuses. */
function runProgram(name: string, ...values: string[]): boolean {
  return spawnSync(name, values, { stdio: 'ignore' }).status === 0;
}

/** A file system of its own, when this machine lets us make one; null otherwise. */
export function mountMemoryDisk(folder: string, options: string): (() => void) | null {
  if (!runProgram('mount', '-t', 'tmpfs', '-o', options, 'tmpfs', folder)) return null;
  return () => void runProgram('umount', '-l', folder);
}

export function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-mount-'));
  const unmount = mountMemoryDisk(folder, 'size=64k');
  unmount?.();
  rmSync(folder, { recursive: true, force: true });
  return unmount !== null;
}
