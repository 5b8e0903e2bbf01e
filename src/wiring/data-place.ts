import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openDataFolder, type Settings } from '../config/index.ts';
import { SallyportError } from '../kernel/index.ts';
import { type DataPlace, hasDatabase, lockDatabase, lockData as lockFolder } from '../storage/index.ts';

/** The embedded database in the data folder, or the server that `database` names. */
export const dataPlace = ({ database, dataDir }: Settings): DataPlace =>
  database ? { database } : { file: join(dataDir, 'sallyport.db') };

export async function hasData(settings: Settings): Promise<boolean> {
  const place = dataPlace(settings);
  return 'file' in place ? existsSync(place.file) : hasDatabase(place.database);
}

/** What the owner calls it, in sentences. */
export const dataName = ({ database, dataDir }: Settings): string =>
  database ? `the database ${database.host}:${database.port}/${database.name}` : dataDir;

export interface DataLock {
  release(): void;
  /** Throws `busy` when the lock was lost and another process has it. */
  ensure(): Promise<void>;
}

/**
 * Who holds it may replace the keys of the data; one process at a time, on all machines that use one database server.
 * Null when another holds it.
 */
export async function lockData({ dataDir, database }: Settings): Promise<DataLock | null> {
  if (database) openDataFolder(dataDir);
  const folder = lockFolder(dataDir);
  if (!folder || !database) return folder && { ...folder, ensure: async () => {} };
  const server = await lockDatabase(database).catch((error) => {
    folder.release();
    throw error;
  });
  if (!server) folder.release();
  return (
    server && {
      ensure: server.ensure,
      release() {
        server.release();
        folder.release();
      },
    }
  );
}

export const dataIsLocked = () =>
  new SallyportError('busy', {
    sentence: 'A server works on this data. Stop it first; nothing was changed.',
  });
