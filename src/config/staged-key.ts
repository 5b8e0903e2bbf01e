import { copyFileSync, existsSync, linkSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { destroyFile, replaceFile, syncFolder } from './durable-file.ts';

/**
 * How a file that holds the master key is replaced, so that at every instant one of the files opens the data:
 * the new key lies staged before anything hangs on it, and the former one stays until the new one was proven.
 */
const nextOf = (file: string) => `${file}.next`;
const previousOf = (file: string) => `${file}.previous`;

/** Where a key may lie that opens the data after a crash, the likeliest first. */
export const keyPlaces = (file: string): string[] =>
  [file, nextOf(file), previousOf(file)].filter(existsSync);

export const stageKey = (file: string, text: string): void => replaceFile(nextOf(file), text);

/** To be called once the data opens with the staged key; may be called again after a crash within it. */
export function adoptStagedKey(file: string): void {
  rmSync(previousOf(file), { force: true });
  if (existsSync(file)) keepAs(previousOf(file), file);
  renameSync(nextOf(file), file);
  syncFolder(dirname(file));
}

/** To be called once the file itself was read again and opens the data: the other keys open nothing that is kept. */
export function destroyOtherKeys(file: string): void {
  destroyFile(nextOf(file));
  destroyFile(previousOf(file));
}

/** Not every file system knows links. */
function keepAs(previous: string, file: string): void {
  try {
    linkSync(file, previous);
  } catch {
    copyFileSync(file, previous);
  }
}
