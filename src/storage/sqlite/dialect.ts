import { type Kysely, sql } from 'kysely';
import type { Dialect } from '../dialect.ts';
import type { Schema } from '../schema.ts';
import { sqliteCode } from './errors.ts';

const DUPLICATE_CODES = ['SQLITE_CONSTRAINT_PRIMARYKEY', 'SQLITE_CONSTRAINT_UNIQUE'];

export const PAGE_BYTES = 4096;

export const sqliteDialect: Dialect = {
  types: {
    id: 'varchar(36)',
    text: (length) => `varchar(${length})`,
    json: 'text',
    bytes: 'blob',
    integer: 'integer',
    instant: 'bigint',
    real: 'real',
  },
  keyPaddingBytes: PAGE_BYTES,
  writtenOrder: sql`rowid`,
  inWrittenOrder: (table) => table,
  isDuplicate: (error) => DUPLICATE_CODES.includes(sqliteCode(error) ?? ''),
  async upsert(db, table, key, row) {
    const insert = (db as unknown as Kysely<Record<string, Record<string, unknown>>>)
      .insertInto(table)
      .values(row);
    await insert.onConflict((conflict) => conflict.column(key).doUpdateSet(row)).execute();
  },
  makeAppendOnly,
};

/** The trigger on insertion also stops INSERT OR REPLACE, which would remove a row without asking the others. */
async function makeAppendOnly(db: Kysely<Schema>, table: keyof Schema, sequence: string): Promise<void> {
  const [name, column] = [sql.table(table), sql.ref(sequence)];
  const stop = sql`select raise(abort, 'this table is append-only')`;
  for (const verb of ['update', 'delete'] as const) {
    const trigger = sql.id(`${table}_no_${verb}`);
    await sql`create trigger ${trigger} before ${sql.raw(verb)} on ${name} begin ${stop}; end`.execute(db);
  }
  const next = sql`(select coalesce(max(${column}), 0) + 1 from ${name})`;
  const trigger = sql.id(`${table}_next_only`);
  await sql`create trigger ${trigger} before insert on ${name} when new.${column} is not ${next} begin ${stop}; end`.execute(
    db,
  );
}
