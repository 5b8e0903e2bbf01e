import type { Kysely } from 'kysely';
import { SallyportError } from '../kernel/index.ts';
import { cell } from './damaged-row.ts';
import type { Schema } from './schema.ts';
import { type DerivedKeys, makeDataKey, seal, unseal } from './sealing.ts';
import type { SiteKeys } from './site-keys.ts';

/** The owner of what belongs to nobody here: strangers' pictures and the settings. */
export const SITE = 'site';

/** More than a house has people: whoever lists them all would otherwise drop each key just before it is needed. */
const CACHED_KEYS = 10_000;

/** Data keys in the clear, in memory only, the least used one dropped first. */
export interface KeyCache {
  get(ownerId: string): Buffer | undefined;
  put(ownerId: string, key: Buffer): void;
  drop(ownerId: string): void;
  /** Changes with every drop: a key read before a drop must not be put in after it. */
  drops(): number;
}

export function createKeyCache(limit = CACHED_KEYS): KeyCache {
  const keys = new Map<string, Buffer>();
  let drops = 0;
  return {
    get(ownerId) {
      const key = keys.get(ownerId);
      if (key && keys.delete(ownerId)) keys.set(ownerId, key);
      return key;
    },
    put(ownerId, key) {
      keys.set(ownerId, key);
      if (keys.size > limit) keys.delete(keys.keys().next().value!);
    },
    drop(ownerId) {
      drops += 1;
      keys.delete(ownerId);
    },
    drops: () => drops,
  };
}

/** The data keys as one transaction (or one reader) sees them. */
export interface KeyRing {
  /** Makes the owner's key. */
  create(ownerId: string): Promise<Buffer>;
  /** Null when there is none: never made, or destroyed. */
  find(ownerId: string): Promise<Buffer | null>;
  /** The same, but throws `not_found`. */
  get(ownerId: string): Promise<Buffer>;
  /** Puts a new key in the place of the owner's; what is sealed under the former one must be sealed anew. */
  replace(ownerId: string, madeAt: number): Promise<Buffer>;
  /** Nothing sealed under it can be read again once the transaction is committed. */
  destroy(ownerId: string): Promise<void>;
  /** What this transaction derives from the master key: the new keys once it has rotated them. */
  derived(): DerivedKeys;
  /** From here on this transaction works with these; all others do once it is committed. */
  adopt(next: SiteKeys): void;
  /** To be called before the transaction is committed: readers wait with what they found until it is settled. */
  announce(): void;
  /** To be called when the transaction is over: keys made, replaced or destroyed in it become or cease to be known. */
  settle(committed: boolean): void;
}

export interface KeyRingOptions {
  db: Kysely<Schema>;
  site: SiteKeys;
  cache: KeyCache;
  paddingBytes: number;
}

export function createKeyRing({ db, site, cache, paddingBytes }: KeyRingOptions): KeyRing {
  let adopted: SiteKeys | null = null;
  let formerChain = site.chain;
  const derived = () => (adopted ?? site).derived;
  const uncommitted = new Map<string, Buffer | null>();
  let announced = () => {};
  const place = (ownerId: string) => cell('data_keys', 'wrapped', ownerId);

  async function find(ownerId: string): Promise<Buffer | null> {
    if (uncommitted.has(ownerId)) return uncommitted.get(ownerId) ?? null;
    const cached = cache.get(ownerId);
    if (cached) return cached;
    const drops = cache.drops();
    const row = await db
      .selectFrom('data_keys')
      .select('wrapped')
      .where('owner_id', '=', ownerId)
      .executeTakeFirst();
    if (!row) return null;
    const key = unseal(derived().wrap, row.wrapped, place(ownerId));
    if (drops === cache.drops()) cache.put(ownerId, key);
    return key;
  }

  return {
    find,
    derived,
    adopt(next) {
      [adopted, formerChain] = [next, site.chain];
      // The log is written in this very transaction, and its next event hangs on the new key.
      site.chain = next.chain;
    },
    async replace(ownerId, madeAt) {
      const key = makeDataKey();
      const row = { wrapped: seal(derived().wrap, key, place(ownerId)), made_at: madeAt };
      await db.updateTable('data_keys').set(row).where('owner_id', '=', ownerId).execute();
      uncommitted.set(ownerId, key);
      return key;
    },
    async create(ownerId) {
      const key = makeDataKey();
      const wrapped = seal(derived().wrap, key, place(ownerId));
      const padding = Buffer.alloc(paddingBytes);
      const row = { owner_id: ownerId, padding, wrapped, made_at: null };
      await db.insertInto('data_keys').values(row).execute();
      uncommitted.set(ownerId, key);
      return key;
    },
    async get(ownerId) {
      const key = await find(ownerId);
      if (!key) throw new SallyportError('not_found');
      return key;
    },
    async destroy(ownerId) {
      await db.deleteFrom('data_keys').where('owner_id', '=', ownerId).execute();
      uncommitted.set(ownerId, null);
    },
    announce() {
      if (uncommitted.size === 0 && !adopted) return;
      site.committing = new Promise((settled) => {
        announced = settled;
      });
    },
    settle(committed) {
      for (const [ownerId, key] of uncommitted) {
        cache.drop(ownerId);
        if (committed && key) cache.put(ownerId, key);
      }
      if (committed && uncommitted.size > 0) site.changes += 1;
      uncommitted.clear();
      if (adopted && committed) Object.assign(site, adopted, { changes: site.changes + 1 });
      if (adopted && !committed) site.chain = formerChain;
      site.committing = null;
      announced();
    },
  };
}
