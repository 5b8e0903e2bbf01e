import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { cell } from './damaged-row.ts';
import type { KeyRing } from './key-ring.ts';
import type { Schema } from './schema.ts';
import { SEALED_COLUMNS, type SealedColumn } from './sealed-columns.ts';
import { seal, unseal } from './sealing.ts';

const ROWS_PER_TURN = 20;

type Row = Record<string, unknown>;

/**
 * A new data key for this owner, and everything of theirs sealed anew under it: all of it in the running transaction.
 * False when they have none (they were erased meanwhile).
 */
export async function renewDataKey(
  { db, keys }: { db: Kysely<Schema>; keys: KeyRing },
  ownerId: string,
  at: number,
): Promise<boolean> {
  const former = await keys.find(ownerId);
  if (!former) return false;
  const next = await keys.replace(ownerId, at);
  for (const column of SEALED_COLUMNS) await sealAnew(db, column, ownerId, former, next);
  return true;
}

/** Row by row, by their keys: the photographs of all of them together may be larger than the memory. */
async function sealAnew(
  db: Kysely<Schema>,
  { table, column, key, ofOwner, nameInCell }: SealedColumn,
  ownerId: string,
  former: Buffer,
  next: Buffer,
): Promise<void> {
  const [name, field] = [sql.table(table), sql.ref(column)];
  const [before, after] = ofOwner.split('?');
  const parts = sql.join(key.map((part) => sql.ref(part)));
  const theirs = sql`select ${parts} from ${name} where ${field} is not null and ${sql.raw(before!)}${ownerId}${sql.raw(after!)}`;
  const { rows } = (await theirs.execute(db)) as { rows: Row[] };
  for (const [index, place] of rows.entries()) {
    const here = sql.join(
      key.map((part) => sql`${sql.ref(part)} = ${place[part]}`),
      sql` and `,
    );
    const found = (await sql`select * from ${name} where ${here}`.execute(db)) as { rows: Row[] };
    const row = found.rows[0]!;
    const where = cell(table, nameInCell?.(row) ?? column, key.map((part) => String(row[part])).join('/'));
    const anew = seal(next, unseal(former, row[column] as Uint8Array, where), where);
    await sql`update ${name} set ${field} = ${anew} where ${here}`.execute(db);
    if (index % ROWS_PER_TURN === ROWS_PER_TURN - 1) await nextTurn();
  }
}
