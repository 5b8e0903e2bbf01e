import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

export interface DataLock {
  release(): void;
}

/**
 * Who holds it may replace the keys of the data in this folder; one process at a time. Null when another holds it. The
 * system takes it back when the process dies, however it dies.
 */
export function lockData(dataDir: string): DataLock | null {
  const file = join(dataDir, 'sallyport.lock');
  closeSync(openSync(file, 'a', 0o600));
  const raw = new Database(file, { timeout: 0 });
  try {
    raw.exec('begin exclusive');
    return { release: () => raw.close() };
  } catch (error) {
    raw.close();
    if (String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY')) return null;
    throw error;
  }
}
