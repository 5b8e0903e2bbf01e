import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStore, type Store } from '../../../src/storage/index.ts';
import { examplePerson } from '../examples.ts';

const masterKey = randomBytes(32);
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sallyport-owner-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = () => openStore({ file: join(folder, 'store.db'), masterKey });

/** Takes the schema back to before there were owners, so that opening it migrates again. */
function forgetOwners(): void {
  const db = new Database(join(folder, 'store.db'));
  const { version } = db.prepare('select version from migrations where name = ?').get('an owner') as {
    version: number;
  };
  db.prepare('delete from migrations where version >= ?').run(version);
  db.exec(
    'alter table sessions drop column fresh_at; alter table access_points drop column screens; drop table screens',
  );
  db.close();
}

async function migrated(fill: (store: Store) => Promise<void>) {
  const store = await open();
  await fill(store);
  await store.close();
  forgetOwners();
  const again = await open();
  const people = await again.people.list();
  await again.close();
  return people.map(({ userName, roles }) => [userName, roles]);
}

it('of the administrators of before, the oldest active one who has a password becomes an owner also', async () => {
  const people = await migrated(async (store) => {
    const who = { roles: ['administrator' as const] };
    for (const person of [
      examplePerson({ userName: 'guard', roles: ['guard'], createdAt: 1 }),
      examplePerson({ userName: 'gone', status: 'suspended', createdAt: 2, ...who }),
      examplePerson({ userName: 'no password', createdAt: 3, ...who }),
      examplePerson({ userName: 'second', createdAt: 5, ...who }),
      examplePerson({ userName: 'first', createdAt: 4, ...who }),
    ]) {
      await store.people.add(person);
      if (person.userName !== 'no password') await store.passwords.set(person.id, 'hash', 1);
    }
  });
  expect(Object.fromEntries(people)).toEqual({
    guard: ['guard'],
    gone: ['administrator'],
    'no password': ['administrator'],
    first: ['owner', 'administrator'],
    second: ['administrator'],
  });
});

it('data without an administrator gets no owner', async () => {
  const people = await migrated((store) => store.people.add(examplePerson({ userName: 'ada' })));
  expect(people).toEqual([['ada', ['member']]]);
});
