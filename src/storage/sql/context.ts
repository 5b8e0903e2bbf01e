import type { Kysely } from 'kysely';
import type { Dialect } from '../dialect.ts';
import type { KeyRing } from '../key-ring.ts';
import type { Schema } from '../schema.ts';
import type { SiteKeys } from '../site-keys.ts';

/** What every repository is made of: one connection (a transaction's, or the reader's) and the keys it may see. */
export interface SqlContext {
  db: Kysely<Schema>;
  dialect: Dialect;
  keys: KeyRing;
  site: SiteKeys;
  lookupHash(value: string): string;
}
