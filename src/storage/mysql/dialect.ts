import { type CreateTableBuilder, type Kysely, sql } from 'kysely';
import type { Dialect } from '../dialect.ts';
import type { Schema } from '../schema.ts';
import { mysqlNumber } from './errors.ts';

const DUPLICATE = 1062;
const BINARY = { mariadb: 'utf8mb4_nopad_bin', mysql: 'utf8mb4_0900_bin' };

/** The two differ in the name of the collation that compares byte by byte, trailing spaces included. */
export function mysqlDialect(server: 'mariadb' | 'mysql'): Dialect {
  const compared = `character set utf8mb4 collate ${BINARY[server]}`;
  return {
    types: {
      id: sql.raw(`varchar(36) ${compared}`),
      text: (length) => sql.raw(`varchar(${length}) ${compared}`),
      json: sql.raw(`longtext ${compared}`),
      bytes: sql.raw('longblob'),
      // Counters of passkeys have 32 bits without a sign.
      integer: 'bigint',
      // A clock may tell parts of a millisecond, and the log is chained over what it told.
      instant: sql.raw('double'),
      real: sql.raw('double'),
    },
    // No page here is known to belong to one row alone.
    keyPaddingBytes: 0,
    writtenOrder: sql`written`,
    inWrittenOrder: (table) => withNumber(table) as typeof table,
    isDuplicate: (error) => mysqlNumber(error) === DUPLICATE,
    async upsert(db, table, _key, row) {
      const insert = (db as unknown as Kysely<Record<string, Record<string, unknown>>>)
        .insertInto(table)
        .values(row);
      await insert.onDuplicateKeyUpdate(row).execute();
    },
    makeAppendOnly,
  };
}

const withNumber = <Name extends string>(table: CreateTableBuilder<Name>) =>
  table.addColumn('written', 'bigint', (column) => column.unsigned().notNull().autoIncrement().unique());

/** Replacing a row deletes it first, and inserting over one updates it: the triggers stop those as well. */
async function makeAppendOnly(db: Kysely<Schema>, table: keyof Schema, sequence: string): Promise<void> {
  const [name, column] = [sql.table(table), sql.ref(sequence)];
  const stop = sql`signal sqlstate '45000' set message_text = 'this table is append-only'`;
  for (const verb of ['update', 'delete'] as const) {
    const trigger = sql.id(`${table}_no_${verb}`);
    await sql`create trigger ${trigger} before ${sql.raw(verb)} on ${name} for each row ${stop}`.execute(db);
  }
  const next = sql`(select coalesce(max(${column}), 0) + 1 from ${name})`;
  const trigger = sql.id(`${table}_next_only`);
  await sql`create trigger ${trigger} before insert on ${name} for each row if not (new.${column} <=> ${next}) then ${stop}; end if`.execute(
    db,
  );
}
