import type { Kysely } from 'kysely';
import { SallyportError } from '../kernel/index.ts';
import { cell } from './damaged-row.ts';
import type { Schema } from './schema.ts';
import { makeDataKey, seal, unseal } from './sealing.ts';

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
  /** Nothing sealed under it can be read again once the transaction is committed. */
  destroy(ownerId: string): Promise<void>;
  /** To be called when the transaction is over: keys made or destroyed in it become or cease to be known. */
  settle(committed: boolean): void;
}

export interface KeyRingOptions {
  db: Kysely<Schema>;
  wrapKey: Uint8Array;
  cache: KeyCache;
  paddingBytes: number;
}

export function createKeyRing({ db, wrapKey, cache, paddingBytes }: KeyRingOptions): KeyRing {
  const uncommitted = new Map<string, Buffer | null>();
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
    const key = unseal(wrapKey, row.wrapped, place(ownerId));
    if (drops === cache.drops()) cache.put(ownerId, key);
    return key;
  }

  return {
    find,
    async create(ownerId) {
      const key = makeDataKey();
      const wrapped = seal(wrapKey, key, place(ownerId));
      const padding = Buffer.alloc(paddingBytes);
      await db.insertInto('data_keys').values({ owner_id: ownerId, padding, wrapped }).execute();
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
    settle(committed) {
      for (const [ownerId, key] of uncommitted) {
        if (committed && key) cache.put(ownerId, key);
        else cache.drop(ownerId);
      }
      uncommitted.clear();
    },
  };
}
