import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { describe, expect, it } from 'vitest';
import { cell } from './damaged-row.ts';
import { createKeyCache, createKeyRing } from './key-ring.ts';
import type { Schema } from './schema.ts';
import { seal } from './sealing.ts';
import type { SiteKeys } from './site-keys.ts';

describe('the cache of data keys', () => {
  it('keeps no more than its limit, and drops the one that was used longest ago', () => {
    const cache = createKeyCache(2);
    const [a, b, c] = [randomBytes(32), randomBytes(32), randomBytes(32)];
    cache.put('a', a);
    cache.put('b', b);
    expect(cache.get('a')).toBe(a);
    cache.put('c', c);
    expect(cache.get('b')).toBeUndefined();
    expect([cache.get('a'), cache.get('c')]).toEqual([a, c]);
  });

  it('D7 does not take in a key that was being read while its owner was erased', async () => {
    const [cache, wrapKey] = [createKeyCache(), randomBytes(32)];
    const site = { derived: { wrap: wrapKey }, chain: [] } as unknown as SiteKeys;
    const wrapped = seal(wrapKey, randomBytes(32), cell('data_keys', 'wrapped', 'ada'));
    const query = {
      selectFrom: () => query,
      select: () => query,
      where: () => query,
      async executeTakeFirst() {
        cache.drop('ada');
        return { wrapped };
      },
    };
    const ring = createKeyRing({ db: query as unknown as Kysely<Schema>, site, cache, paddingBytes: 0 });
    expect(await ring.find('ada')).not.toBeNull();
    expect(cache.get('ada')).toBeUndefined();
  });
});
