import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { cell } from './damaged-row.ts';
import type { KeyRing } from './key-ring.ts';
import { REKEYED_COLUMNS, type RekeyedColumn } from './rekeyed-columns.ts';
import type { Schema } from './schema.ts';
import { type DerivedKeys, deriveKeys, keyedHash, seal, unseal, unsealText } from './sealing.ts';
import { keep, listKept, type SiteKeys, writeCheck } from './site-keys.ts';

/** Rows between two turns in which others may read: writers wait, readers do not. */
const ROWS_PER_TURN = 50;

export interface Rekeying {
  db: Kysely<Schema>;
  keys: KeyRing;
  site: SiteKeys;
}

/**
 * Puts the keys of another master key in the place of the present ones, in the running transaction: until it is
 * committed the former master key opens everything, afterwards the new one does, and never is there anything between.
 */
export async function rekey(
  { db, keys, site }: Rekeying,
  masterKey: Uint8Array,
  onProgress: (done: number, total: number) => void,
): Promise<void> {
  const [former, next] = [keys.derived(), deriveKeys(masterKey)];
  for (const column of REKEYED_COLUMNS) await rehash(db, keys, column, next);
  await rewrapDataKeys(db, former, next, onProgress);
  const kept = await rewrapKeptKeys(db, former, next);
  await db.deleteFrom('throttles').execute();
  keys.adopt({ ...site, derived: next, check: await writeCheck(db, next), ...kept });
}

async function rewrapDataKeys(
  db: Kysely<Schema>,
  former: DerivedKeys,
  next: DerivedKeys,
  onProgress: (done: number, total: number) => void,
): Promise<void> {
  const rows = await db.selectFrom('data_keys').select(['owner_id', 'wrapped']).execute();
  for (const [index, { owner_id, wrapped }] of rows.entries()) {
    const place = cell('data_keys', 'wrapped', owner_id);
    const anew = seal(next.wrap, unseal(former.wrap, wrapped, place), place);
    await db.updateTable('data_keys').set({ wrapped: anew }).where('owner_id', '=', owner_id).execute();
    if (index % ROWS_PER_TURN === 0) await nextTurn();
    onProgress(index + 1, rows.length);
  }
}

/** The chain goes on under a new key from the next event on; the former keys stay, or the log could not be checked. */
async function rewrapKeptKeys(db: Kysely<Schema>, former: DerivedKeys, next: DerivedKeys) {
  const newest = db.selectFrom('events').select((of) => of.fn.max('seq').as('seq'));
  const since = ((await newest.executeTakeFirst())?.seq ?? 0) + 1;
  const chain = (await listKept(db, former, 'chain')).filter((one) => one.since < since);
  chain.push({ since, key: next.chain });
  const files = [...(await listKept(db, former, 'files')), { since, key: former.files }];
  for (const one of chain) await keep(db, next, 'chain', one);
  for (const one of files) await keep(db, next, 'files', one);
  return { chain, files: [next.files, ...files.map(({ key }) => key)] };
}

async function rehash(
  db: Kysely<Schema>,
  keys: KeyRing,
  { table, key, hashColumn, sealedColumn, ownerColumn, hashed }: RekeyedColumn,
  next: DerivedKeys,
): Promise<void> {
  const source = sql`select * from ${sql.table(table)} where ${sql.ref(hashColumn)} is not null`;
  const { rows } = (await source.execute(db)) as { rows: Record<string, unknown>[] };
  for (const [index, row] of rows.entries()) {
    const dataKey = await keys.get(String(row[ownerColumn]));
    const place = cell(table, sealedColumn, String(row[key]));
    const value = unsealText(dataKey, row[sealedColumn] as Uint8Array, place);
    const hash = keyedHash(next.lookup, hashed(value, row));
    await sql`update ${sql.table(table)} set ${sql.ref(hashColumn)} = ${hash} where ${sql.ref(key)} = ${row[key]}`.execute(
      db,
    );
    if (index % ROWS_PER_TURN === 0) await nextTurn();
  }
}
