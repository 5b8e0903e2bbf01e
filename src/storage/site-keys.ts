import type { Kysely } from 'kysely';
import { SallyportError } from '../kernel/index.ts';
import { cell } from './damaged-row.ts';
import { opensCheck, sealCheck } from './key-check.ts';
import type { Schema } from './schema.ts';
import { type DerivedKeys, seal, unseal } from './sealing.ts';

/** The keys of one store, in memory. Those who read it look anew each time: a rotation changes what it holds. */
export interface SiteKeys {
  derived: DerivedKeys;
  /** As it stands in the database: another process that rotated the keys is noticed by it. */
  check: Buffer;
  /** Each key with the number of the first event it chains, in rising order; never empty. */
  chain: readonly KeptKey[];
  /** Keys that files beside the database may still be sealed under. */
  files: readonly Uint8Array[];
  /** Changes with every commit after which something opens with another key than before. */
  changes: number;
  /** While such a commit is on its way: settles once it is known how it ended. */
  committing: Promise<void> | null;
}

export interface KeptKey {
  since: number;
  key: Uint8Array;
}

const place = (purpose: string, since: number) => cell('kept_keys', 'wrapped', `${purpose}/${since}`);

/** Throws nothing for a wrong key: null. Chain and files are read once the schema is up to date. */
export async function openSiteKeys(db: Kysely<Schema>, derived: DerivedKeys): Promise<SiteKeys | null> {
  const row = await db.selectFrom('key_check').select('sealed').executeTakeFirst();
  if (!row || !opensCheck(derived.check, row.sealed)) return null;
  return {
    derived,
    check: Buffer.from(row.sealed),
    chain: [],
    files: [derived.files],
    changes: 0,
    committing: null,
  };
}

/** To be called in a transaction. Data of before there were rotations has one chain key, derived as it always was. */
export async function loadKeptKeys(db: Kysely<Schema>, site: SiteKeys): Promise<void> {
  const chain = await listKept(db, site.derived, 'chain');
  if (chain.length === 0) await keep(db, site.derived, 'chain', { since: 1, key: site.derived.chain });
  site.chain = chain.length > 0 ? chain : [{ since: 1, key: site.derived.chain }];
  const older = await listKept(db, site.derived, 'files');
  site.files = [site.derived.files, ...older.map(({ key }) => key)];
}

export async function listKept(
  db: Kysely<Schema>,
  { wrap }: DerivedKeys,
  purpose: 'chain' | 'files',
): Promise<KeptKey[]> {
  const rows = db.selectFrom('kept_keys').selectAll().where('purpose', '=', purpose).orderBy('since');
  return (await rows.execute()).map(({ since, wrapped }) => ({
    since,
    key: new Uint8Array(unseal(wrap, wrapped, place(purpose, since))),
  }));
}

export async function keep(
  db: Kysely<Schema>,
  { wrap }: DerivedKeys,
  purpose: 'chain' | 'files',
  { since, key }: KeptKey,
): Promise<void> {
  const row = { purpose, since, wrapped: seal(wrap, key, place(purpose, since)) };
  await db.deleteFrom('kept_keys').where('purpose', '=', purpose).where('since', '=', since).execute();
  await db.insertInto('kept_keys').values(row).execute();
}

export async function writeCheck(db: Kysely<Schema>, { check }: DerivedKeys): Promise<Buffer> {
  const sealed = sealCheck(check);
  await db.updateTable('key_check').set({ sealed }).execute();
  return sealed;
}

/** Another process may have rotated the keys of this data meanwhile; writing on with the old ones would spoil it. */
export async function refuseForeignRotation(db: Kysely<Schema>, { check }: SiteKeys): Promise<void> {
  const row = await db.selectFrom('key_check').select('sealed').executeTakeFirst();
  if (row && check.equals(row.sealed)) return;
  throw new SallyportError('key_missing', {
    sentence: 'The keys were rotated by another process. Nothing was changed; run this again.',
  });
}

/** The key that event number `seq` is chained under. */
export function chainKeyAt({ chain }: SiteKeys, seq: number): Uint8Array {
  return (chain.findLast(({ since }) => since <= seq) ?? chain[0]!).key;
}
