import type { Kysely } from 'kysely';
import { SallyportError } from '../kernel/index.ts';
import type { Dialect } from './dialect.ts';
import { MIGRATIONS } from './migrations/index.ts';
import type { Schema } from './schema.ts';
import type { TransactionSource } from './transactions.ts';

/** Brings the schema to this version, each step in a transaction together with its row in `migrations`. */
export async function migrate(
  source: TransactionSource,
  dialect: Dialect,
  known = MIGRATIONS,
): Promise<void> {
  while (
    await source.transaction(
      (db) => takeNextStep(db, dialect, known),
      () => {},
    )
  );
}

/** False when there is none left. */
async function takeNextStep(
  db: Kysely<Schema>,
  dialect: Dialect,
  known: typeof MIGRATIONS,
): Promise<boolean> {
  const done = await readVersion(db, dialect);
  refuseNewer(done, known.length);
  const step = known[done];
  if (!step) return false;
  await step.up(db, dialect);
  await db
    .insertInto('migrations')
    .values({ version: done + 1, name: step.name })
    .execute();
  return true;
}

async function readVersion(db: Kysely<Schema>, { types }: Dialect): Promise<number> {
  const table = db.schema.createTable('migrations').ifNotExists();
  const keyed = table.addColumn('version', types.integer, (column) => column.primaryKey());
  await keyed.addColumn('name', types.text(100), (column) => column.notNull()).execute();
  const newest = db.selectFrom('migrations').select((of) => of.fn.max('version').as('version'));
  return (await newest.executeTakeFirst())?.version ?? 0;
}

function refuseNewer(version: number, known: number): void {
  if (version <= known) return;
  const sentence = `This data was written by a newer Sallyport (schema ${version}; this one knows ${known}). Install that version again, or restore a backup made before it.`;
  throw new SallyportError('data_folder', { sentence, details: { version, known } });
}
