import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readMasterKeys } from '../../src/config/index.ts';
import type { Person } from '../../src/people/index.ts';
import { openStore, type Store } from '../../src/storage/index.ts';
import { SEALED_COLUMNS } from '../../src/storage/sealed-columns.ts';
import {
  addSomebody,
  makeHouse,
  openHouse,
  rotationOf,
  type SealedHouse,
  whatIsBroken,
} from '../fakes/sealed-house.ts';

let house: SealedHouse;
let store: Store;
let people: Person[];
beforeEach(async () => {
  house = makeHouse();
  store = await openHouse(house, false);
  people = [await addSomebody(store), await addSomebody(store)];
  await store.checkpoint();
});
afterEach(async () => {
  await store.close().catch(() => {});
  house.remove();
});

async function rotate(dataKeys: boolean): Promise<void> {
  const rotation = rotationOf(house, store);
  await rotation.start({ passphrase: null, dataKeys }, { actorId: null, ipAddress: null });
  await rotation.finished();
}

const everything = () =>
  Buffer.concat(
    ['', '-wal'].filter((end) => existsSync(house.file + end)).map((end) => readFileSync(house.file + end)),
  );

function rows<Row>(query: string): Row[] {
  const raw = new Database(house.file, { readonly: true });
  try {
    return raw.prepare(query).all() as Row[];
  } finally {
    raw.close();
  }
}

describe('after a rotation', () => {
  it('E5 the former key opens nothing, and nothing wrapped under it is left in the file or its log', async () => {
    const [former] = readMasterKeys(house.keyFile, true);
    const wrapped = rows<{ wrapped: Buffer }>('select wrapped from data_keys');
    const hashes = rows<{ user_name_hash: string }>('select user_name_hash from people');
    expect(wrapped).toHaveLength(3);
    expect(wrapped.every((row) => everything().includes(row.wrapped))).toBe(true);
    await rotate(false);
    expect(wrapped.filter((row) => everything().includes(row.wrapped))).toEqual([]);
    expect(hashes.filter((row) => everything().includes(row.user_name_hash))).toEqual([]);
    await store.close();
    await expect(openStore({ file: house.file, masterKey: former!.key })).rejects.toMatchObject({
      code: 'key_missing',
    });
  });

  it('E5 a copy of before it does not open with the new key, only with the one it was made with', async () => {
    const [copy, [former]] = [join(house.folder, 'copy.db'), readMasterKeys(house.keyFile, true)];
    copyFileSync(house.file, copy);
    await rotate(false);
    const [present] = readMasterKeys(house.keyFile, true);
    await expect(openStore({ file: copy, masterKey: present!.key })).rejects.toMatchObject({
      code: 'key_missing',
    });
    const restored = await openStore({ file: copy, masterKey: former!.key });
    expect(await whatIsBroken(restored, people)).toEqual([]);
    await restored.close();
  });

  it('E5 with new data keys, nothing that was sealed before stands in the file as it did', async () => {
    const sealed = () =>
      SEALED_COLUMNS.flatMap(({ table, column }) =>
        rows<{ value: Buffer }>(`select ${column} as value from ${table} where ${column} is not null`).map(
          ({ value }) => value.toString('base64'),
        ),
      );
    const before = sealed();
    expect(before.length).toBeGreaterThan(20);
    await rotate(true);
    const after = new Set(sealed());
    expect(before.filter((value) => after.has(value))).toEqual([]);
    expect(await whatIsBroken(store, people)).toEqual([]);
  });

  it('E5 the log goes on under another key, and shows a change before and after the rotation', async () => {
    const [first, before] = [store.chainKey(1), (await store.events.last())!.seq];
    await rotate(false);
    expect(store.chainKey(before)).toEqual(first);
    expect(store.chainKey(before + 1)).not.toEqual(first);
    expect(await store.events.last()).toMatchObject({ type: 'sealing.key_rotated', seq: before + 1 });
    await addSomebody(store);
    for (const seq of [before, before + 1]) {
      const raw = new Database(house.file);
      raw.exec('drop trigger events_no_update');
      const [at] = [raw.prepare('select at from events where seq = ?').pluck().get(seq)];
      raw.prepare('update events set at = 1 where seq = ?').run(seq);
      expect(await whatIsBroken(store, people)).toEqual(['chain']);
      raw.prepare('update events set at = ? where seq = ?').run(at, seq);
      raw.exec(
        `create trigger events_no_update before update on events begin select raise(abort, 'append-only'); end`,
      );
      raw.close();
    }
    expect(await whatIsBroken(store, people)).toEqual([]);
  });

  it('E5 another process that still has the former keys can write nothing, and says why', async () => {
    const [former] = readMasterKeys(house.keyFile, true);
    const second = await openStore({ file: house.file, masterKey: former!.key });
    await rotate(false);
    await expect(second.settings.put('mail', {})).rejects.toMatchObject({
      code: 'key_missing',
      message: expect.stringContaining('rotated by another process'),
    });
    await second.close();
    expect(await whatIsBroken(store, people)).toEqual([]);
  });
});

it('E5 every column of bytes is in the list of what is sealed anew, and no other', () => {
  const raw = new Database(house.file, { readonly: true });
  const tables = raw.prepare(`select name from sqlite_master where type = 'table'`).pluck().all() as string[];
  const blobs = tables.flatMap((table) =>
    (raw.pragma(`table_info(${table})`) as { name: string; type: string }[])
      .filter(({ type }) => type.toLowerCase() === 'blob')
      .map(({ name }) => `${table}.${name}`),
  );
  raw.close();
  const ownKeys = ['data_keys.padding', 'data_keys.wrapped', 'key_check.sealed', 'kept_keys.wrapped'];
  const listed = SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`);
  expect([...listed, ...ownKeys].sort()).toEqual(blobs.sort());
});
