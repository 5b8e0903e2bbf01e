import Database from 'better-sqlite3';
import { Kysely, SqliteDialect, sql } from 'kysely';
import { SallyportError } from '../../kernel/index.ts';
import type { Reader, Writer } from '../database.ts';
import type { Schema } from '../schema.ts';
import { explainSqliteError } from './errors.ts';

const BUSY_TIMEOUT_MS = 5000;
const MOST_STATEMENTS = 500;
const STATEMENT_OF_ROWS = /^\s*(select|insert|update|delete|with)\b/i;

export function openReader(file: string): Reader {
  const raw = explained(file, () => new Database(file, { readonly: true, timeout: BUSY_TIMEOUT_MS }));
  explained(file, () => raw.pragma('trusted_schema = OFF'));
  const db = kyselyOver(raw, file, () => {});
  return { db, close: () => closeBoth(db, raw) };
}

/** Transactions run between BEGIN IMMEDIATE and COMMIT. */
export function openWriter(file: string): Writer {
  const raw = explained(file, () => new Database(file, { timeout: BUSY_TIMEOUT_MS, fileMustExist: true }));
  try {
    explained(file, () => prepareWriter(raw, file));
  } catch (error) {
    raw.close();
    throw error;
  }
  const state: TransactionState = { stopped: false };
  const db = kyselyOver(
    raw,
    file,
    (text) => refuseOutside(state, text, raw.inTransaction),
    (error) => {
      // SQLite undoes the whole transaction by itself after some errors; what follows must not be single steps.
      if (!raw.inTransaction) state.undoneBy ??= error;
    },
  );

  return {
    transaction: (work, ended) =>
      db.connection().execute(async (connection) => {
        if (state.stopped) throw new Error('The store is closed.');
        explained(file, () => raw.exec('begin immediate'));
        let committed = false;
        try {
          const result = await work(connection);
          if (state.undoneBy) throw state.undoneBy;
          // In one turn with `ended`: nobody may see what was committed and not yet the keys that open it.
          explained(file, () => raw.exec('commit'));
          committed = true;
          return result;
        } finally {
          if (raw.inTransaction) await sql`rollback`.execute(connection);
          state.undoneBy = undefined;
          ended(committed);
        }
      }),
    checkpoint: () => db.connection().execute(async () => explained(file, () => checkpoint(raw))),
    stop: () =>
      db.connection().execute(async () => {
        state.stopped = true;
      }),
    close: () => closeBoth(db, raw),
  };
}

/** Kysely closes only what it has used: what was opened and never asked would stay open. */
async function closeBoth(db: Kysely<Schema>, raw: Database.Database): Promise<void> {
  await db.destroy();
  raw.close();
}

function prepareWriter(raw: Database.Database, file: string): void {
  if (raw.pragma('journal_mode = WAL', { simple: true }) !== 'wal') {
    const sentence = 'The data folder lies on a file system without shared memory. Move it to a local disk.';
    throw new SallyportError('data_folder', { sentence, details: { file } });
  }
  raw.pragma('synchronous = FULL');
  raw.pragma('foreign_keys = ON');
  raw.pragma('secure_delete = ON');
  raw.pragma('temp_store = MEMORY');
  raw.pragma('trusted_schema = OFF');
}

function checkpoint(raw: Database.Database): void {
  const [row] = raw.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
  if (row?.busy) throw new SallyportError('busy');
}

interface TransactionState {
  stopped: boolean;
  /** The error after which SQLite itself undid the running transaction. */
  undoneBy?: unknown;
}

function refuseOutside({ undoneBy }: TransactionState, text: string, inTransaction: boolean): void {
  if (text === 'rollback') return;
  if (undoneBy) throw undoneBy;
  if (!inTransaction) throw new Error('A statement came outside of its transaction and was not run.');
}

/** Kysely over one connection whose every statement is checked first and whose errors are explained. */
function kyselyOver(
  raw: Database.Database,
  file: string,
  check: (text: string) => void,
  failed: (error: unknown) => void = () => {},
): Kysely<Schema> {
  const watched = <T>(act: () => T): T => {
    try {
      return explained(file, act);
    } catch (error) {
      failed(error);
      throw error;
    }
  };
  const statements = new Map<string, Database.Statement<unknown[], unknown>>();

  /** Prepared once; a change of the tables makes all of them new. */
  function prepare(text: string): Database.Statement<unknown[], unknown> {
    if (!STATEMENT_OF_ROWS.test(text)) statements.clear();
    const known = statements.get(text);
    if (known) return known;
    const statement = watched(() => raw.prepare<unknown[], unknown>(text));
    if (statements.size >= MOST_STATEMENTS) statements.clear();
    statements.set(text, statement);
    return statement;
  }

  const database = {
    close: () => void raw.close(),
    prepare(text: string) {
      check(text);
      const statement = prepare(text);
      return {
        reader: statement.reader,
        all: (values: readonly unknown[]) => watched(() => statement.all(...values)),
        run: (values: readonly unknown[]) => watched(() => statement.run(...values)),
        iterate: (values: readonly unknown[]) => statement.iterate(...values),
      };
    },
  };
  return new Kysely<Schema>({ dialect: new SqliteDialect({ database }) });
}

function explained<T>(file: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw explainSqliteError(error, file);
  }
}
