import type { ColumnDataType, CreateTableBuilder, Insertable, Kysely, RawBuilder } from 'kysely';
import type { Schema } from './schema.ts';

type ColumnType = ColumnDataType | RawBuilder<unknown>;

/** What a kind of column is called. */
export interface ColumnTypes {
  id: ColumnType;
  text: (length: number) => ColumnType;
  json: ColumnType;
  bytes: ColumnType;
  integer: ColumnType;
  /** Milliseconds since the epoch. */
  instant: ColumnType;
  real: ColumnType;
}

/** All that differs between the databases Sallyport can live in; everything else is written once, in `sql/`. */
export interface Dialect {
  types: ColumnTypes;
  /**
   * Bytes that lie before a wrapped data key in its row. On SQLite a page's worth of them: the key then lies on an
   * overflow page, which belongs to this row alone, is never copied when the tree is rebalanced, and is zeroed
   * when the row goes. Without them a copy of a destroyed key can outlive it in the slack of another page.
   */
  keyPaddingBytes: number;
  /** Breaks ties between rows of one instant: the one written first comes first. */
  writtenOrder: RawBuilder<unknown>;
  /** For tables that are ordered by it: adds what the order is kept in, where rows do not keep it by themselves. */
  inWrittenOrder<Name extends string>(table: CreateTableBuilder<Name>): CreateTableBuilder<Name>;
  isDuplicate(error: unknown): boolean;
  /** Writes the row, or replaces the one with the same key. */
  upsert<Table extends keyof Schema>(
    db: Kysely<Schema>,
    table: Table,
    key: keyof Schema[Table] & string,
    row: Insertable<Schema[Table]>,
  ): Promise<void>;
  /** From then on the database refuses to change or remove a row, and takes only the next number as a new one. */
  makeAppendOnly(db: Kysely<Schema>, table: keyof Schema, sequence: string): Promise<void>;
}
