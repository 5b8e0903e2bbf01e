import type { Database } from '../database.ts';
import { openReader, openWriter } from './connection.ts';
import { prepareDatabaseFile, wrongKey } from './database-file.ts';
import { sqliteDialect } from './dialect.ts';

export function sqliteDatabase(file: string): Database {
  return {
    dialect: sqliteDialect,
    // Changing tables is part of the transaction here, and those take turns.
    whileMaking: (work) => work(),
    prepare: async (checkKey) => prepareDatabaseFile(file, checkKey),
    openWriter: async () => openWriter(file),
    openReader: async () => openReader(file),
    wrongKey: () => wrongKey(file),
  };
}
