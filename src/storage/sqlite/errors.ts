import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { SallyportError } from '../../kernel/index.ts';

/** SQLite's extended result code, also of an error that was wrapped. */
export function sqliteCode(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : undefined;
}

const SENTENCES = {
  full: 'The disk that holds the data is full: nothing was changed. Make room and try again.',
  readOnly:
    'The data cannot be written. Check that the disk is not read-only and that the folder belongs to Sallyport.',
  broken:
    'The disk that holds the data reports errors. Check the disk; restore the last backup if they stay.',
  damaged: 'The database file is damaged. Stop Sallyport and restore the last backup.',
} as const;

/** Errors that the owner can act on become SallyportErrors; the others stay what they are: bugs. */
export function explainSqliteError(error: unknown, file: string): unknown {
  const code = sqliteCode(error);
  if (!code) return error;
  const explain = (kind: 'storage_full' | 'data_folder' | 'busy', sentence?: string) =>
    new SallyportError(kind, { sentence, details: { file, code }, cause: error });
  if (code === 'SQLITE_FULL') return explain('storage_full', SENTENCES.full);
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return explain('busy');
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) return explain('data_folder', SENTENCES.damaged);
  if (/^SQLITE_(READONLY|PERM|AUTH|CANTOPEN)/.test(code)) return explain('data_folder', SENTENCES.readOnly);
  if (!code.startsWith('SQLITE_IOERR')) return error;
  // Some writes, those of the shared-memory file among them, report a full disk as an input/output error.
  return isFull(file) ? explain('storage_full', SENTENCES.full) : explain('data_folder', SENTENCES.broken);
}

function isFull(file: string): boolean {
  try {
    return statfsSync(dirname(file)).bavail === 0;
  } catch {
    return false;
  }
}
