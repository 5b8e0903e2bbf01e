import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { SallyportError } from '../kernel/index.ts';

export interface DataFolder {
  path: string;
  /** Other users of this machine may look into it: worth a warning. Never so when we made it. */
  openToOthers: boolean;
}

/**
 * Makes the data folder (mode 0700) when it is missing, and ensures that it is a folder that can be written to.
 * An existing one is not touched. Throws `data_folder` saying what to do.
 */
export function openDataFolder(dataDir: string): DataFolder {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const stat = statSync(dataDir);
    if (!stat.isDirectory()) throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR' });
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    return { path: dataDir, openToOthers: process.platform !== 'win32' && (stat.mode & 0o077) !== 0 };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC') throw new SallyportError('storage_full', { cause: error });
    throw new SallyportError('data_folder', {
      sentence: whatToDo(dataDir, code),
      details: { path: dataDir },
      cause: error,
    });
  }
}

function whatToDo(dataDir: string, code: string | undefined): string {
  const other = 'or name another one with --data-dir';
  switch (code) {
    case 'EEXIST':
    case 'ENOTDIR':
      return `The data folder ${dataDir} is a file, or lies below one. Move the file away, ${other}.`;
    case 'EROFS':
      return `The data folder ${dataDir} is on a read-only file system. Mount it writable, ${other}.`;
    case 'EACCES':
    case 'EPERM':
      return `The data folder ${dataDir} may not be written to by the user who runs this. Give it to them (chown), ${other}.`;
    default:
      return `The data folder ${dataDir} cannot be used (${code ?? 'unknown error'}). Look at the disk, ${other}.`;
  }
}
