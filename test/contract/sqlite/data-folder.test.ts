import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../../src/storage/index.ts';
import { migrate } from '../../../src/storage/migrate.ts';
import { MIGRATIONS } from '../../../src/storage/migrations/index.ts';
import { openWriter } from '../../../src/storage/sqlite/connection.ts';
import { sqliteDialect } from '../../../src/storage/sqlite/dialect.ts';
import { openFiles, tellsOpenFiles } from '../../fakes/open-files.ts';
import {
  exampleAccessPoint,
  exampleAttempt,
  exampleEvent,
  examplePerson,
  exampleSample,
  exampleSnapshot,
} from '../examples.ts';
import { startChild } from './children/child.ts';
import { canMount, type DataFolder, dataFolders, fingerprint, mountMemoryDisk } from './data-folder.ts';

const makeFolder = dataFolders();
const mounts = canMount();

const dataFolderError = (sentence: RegExp) => ({
  code: 'data_folder',
  message: expect.stringMatching(sentence),
});

it('A19 (the embedded part) people, images and logs are in an SQL database and there again after reopening', async () => {
  const data = makeFolder();
  const store = await data.open();
  const ada = examplePerson();
  const [sample, picture, event] = [exampleSample(ada.id), exampleSnapshot(null), exampleEvent(1)];
  const [point, attempt] = [exampleAccessPoint(), exampleAttempt()];
  await store.people.add(ada);
  await store.faceSamples.add(sample);
  await store.snapshots.add(picture);
  await store.events.append(event);
  await store.accessPoints.add(point);
  await store.attempts.add(attempt);
  await store.settings.put('mail', { host: 'x' });
  const [chainKey, hash] = [store.chainKey(1), store.lookupHash('account:ada')];
  await store.close();

  const reopened = await data.open();
  expect(await reopened.people.findByUserName(ada.userName)).toEqual(ada);
  expect(await reopened.faceSamples.listOf(ada.id)).toEqual([sample]);
  expect(await reopened.snapshots.find(picture.id)).toEqual(picture);
  expect(await reopened.events.last()).toEqual(event);
  expect(await reopened.accessPoints.list()).toEqual([point]);
  expect(await reopened.attempts.find(attempt.id)).toEqual(attempt);
  expect(await reopened.settings.get('mail')).toEqual({ host: 'x' });
  expect(reopened.chainKey(1)).toEqual(chainKey);
  expect(reopened.lookupHash('account:ada')).toBe(hash);
});

describe('the database file', () => {
  it('is readable by its owner only, and so is its log', async () => {
    const data = makeFolder();
    const store = await data.open();
    await store.settings.put('x', 1);
    for (const end of ['', '-wal', '-shm']) expect(statSync(`${data.file}${end}`).mode & 0o777).toBe(0o600);
  });

  it.skipIf(!tellsOpenFiles)('is let go of by closing, whatever was asked of it before', async () => {
    const data = makeFolder();
    const isOpen = () => openFiles().some((file) => file.startsWith(data.folder));
    for (const ask of [async () => [], (store: Store) => store.people.list()]) {
      const store = await data.open();
      expect(isOpen()).toBe(true);
      await ask(store);
      await store.close();
      expect(isOpen()).toBe(false);
    }
  });

  it('is the only one left in the folder after closing', async () => {
    const data = makeFolder();
    const store = await data.open();
    await store.settings.put('x', 1);
    await store.close();
    expect(readdirSync(data.folder)).toEqual(['sallyport.db']);
  });

  it('is made where an empty one stands', async () => {
    const data = makeFolder();
    writeFileSync(data.file, '');
    const store = await data.open();
    await store.settings.put('x', 1);
    expect(await store.settings.get('x')).toBe(1);
  });

  it('leaves a log of 0 bytes after a checkpoint', async () => {
    const data = makeFolder();
    const store = await data.open();
    await store.settings.put('x', 1);
    expect(statSync(`${data.file}-wal`).size).toBeGreaterThan(0);
    await store.checkpoint();
    expect(statSync(`${data.file}-wal`).size).toBe(0);
  });

  it('forces every commit to the disk', async () => {
    const data = makeFolder();
    const store = await data.open();
    await store.close();
    const writer = openWriter(data.file);
    const pragmas = await writer.transaction(
      async (db) => {
        const { sql } = await import('kysely');
        const read = async (name: string) =>
          Object.values((await sql.raw(`pragma ${name}`).execute(db)).rows[0] as object)[0];
        return [
          await read('synchronous'),
          await read('foreign_keys'),
          await read('secure_delete'),
          await read('journal_mode'),
        ];
      },
      () => {},
    );
    await writer.close();
    expect(pragmas).toEqual([2, 1, 1, 'wal']);
  });
});

describe('what cannot be used is refused with what to do, and left as it is:', () => {
  async function refuses(data: DataFolder, sentence: RegExp): Promise<void> {
    const before = fingerprint(data.folder);
    await expect(openStore(data)).rejects.toMatchObject(dataFolderError(sentence));
    expect(fingerprint(data.folder)).toEqual(before);
  }

  it('a file that is not a database', async () => {
    const data = makeFolder();
    writeFileSync(data.file, 'Dear diary, '.repeat(1000));
    await refuses(data, /not a Sallyport database.*move this file away/);
  });

  it('a database of another program', async () => {
    const data = makeFolder();
    const raw = new Database(data.file);
    raw.exec('create table theirs (x)');
    raw.close();
    await refuses(data, /not a Sallyport database/);
  });

  it('a log whose database file is gone', async () => {
    const data = makeFolder();
    writeFileSync(`${data.file}-wal`, 'all that is left');
    await refuses(data, /Put the database file back/);
  });

  it('a folder that does not exist', async () => {
    const data = makeFolder();
    await refuses({ ...data, file: join(data.folder, 'none', 'sallyport.db') }, /Make sure that it exists/);
  });

  it('a file where the folder should be', async () => {
    const data = makeFolder();
    writeFileSync(join(data.folder, 'file'), 'x');
    await refuses(
      { ...data, file: join(data.folder, 'file', 'sallyport.db') },
      /cannot be used \(not a folder\)/,
    );
  });

  it('a folder where the file should be', async () => {
    const data = makeFolder();
    mkdirSync(data.file);
    await refuses(data, /cannot be used \(EISDIR\)/);
  });

  it('a folder in which nobody, not even root, can make files (under /proc)', async () => {
    const data = makeFolder();
    const opening = openStore({ ...data, file: '/proc/self/sallyport.db' });
    await expect(opening).rejects.toMatchObject(dataFolderError(/may write in it/));
  });

  it('data of a newer version', async () => {
    const data = makeFolder();
    await (await data.open()).close();
    const raw = new Database(data.file);
    raw.prepare('insert into migrations values (?, ?)').run(MIGRATIONS.length + 1, 'of the future');
    raw.close();
    const before = fingerprint(data.folder).map((line) => line.split(' ').at(-1));
    await expect(data.open()).rejects.toMatchObject(dataFolderError(/newer Sallyport.*Install that version/));
    expect(
      fingerprint(data.folder)
        .map((line) => line.split(' ').at(-1))
        .slice(1),
    ).toEqual(before.slice(1));
  });

  it.skipIf(!mounts)('a disk that is mounted read-only (needs the right to mount)', async () => {
    const data = makeFolder();
    const unmount = mountMemoryDisk(data.folder, 'size=4m')!;
    try {
      await (await data.open()).close();
      mountMemoryDisk(data.folder, 'remount,ro');
      await refuses(data, /cannot be used \(EROFS\)/);
    } finally {
      unmount();
    }
  });

  it('a database whose pages were overwritten', async () => {
    const data = makeFolder();
    const store = await data.open();
    for (let index = 0; index < 40; index += 1) await store.people.add(examplePerson());
    await store.close();
    const bytes = readFileSync(data.file);
    writeFileSync(data.file, bytes.fill(0x5a, bytes.length / 4));
    const reading = data.open().then((reopened) => reopened.people.list());
    await expect(reading).rejects.toMatchObject(dataFolderError(/damaged.*restore the last backup/));
  });
});

describe('a disk that reports errors while it is in use', () => {
  it('undoes the transaction, says data_folder, and works again once the disk does', {
    timeout: 60_000,
  }, async () => {
    const data = makeFolder();
    const child = startChild(
      new URL('./children/write-beyond-the-limit.ts', import.meta.url),
      data.file,
      data.masterKey,
    );
    expect(await child.gone).toBe(0);
    expect(child.lines()).toEqual(['refused: data_folder', 'people: 1', 'people afterwards: 2']);
  });
});

describe('a step of the schema', () => {
  it('A21 takes samples from before there were kinds as enrolled, and demands a second factor of nobody', async () => {
    const data = makeFolder();
    writeFileSync(data.file, '');
    const writer = openWriter(data.file);
    const known = MIGRATIONS.findIndex(({ name }) => name === 'kinds of face samples');
    await migrate(writer, sqliteDialect, MIGRATIONS.slice(0, known));
    await writer.close();
    const raw = new Database(data.file);
    raw.exec(`insert into data_keys values ('ada', x'00', x'00');
      insert into people (id, user_name_hash, user_name, display_name, roles, status, created_at) values ('ada', 'h', x'00', x'00', '[]', 'active', 1);
      insert into face_samples (id, person_id, variant, quality01, taken_at, template, jpeg) values ('s', 'ada', 'v', 1, 1, x'00', x'00')`);
    raw.close();
    const again = openWriter(data.file);
    await migrate(again, sqliteDialect);
    await again.close();
    const after = new Database(data.file);
    expect(after.prepare('select kind, attempt_id from face_samples').all()).toEqual([
      { kind: 'enrolment', attempt_id: null },
    ]);
    expect(after.prepare('select second_factor from people').all()).toEqual([{ second_factor: 0 }]);
    after.close();
  });

  it('that fails is undone together with its version, and the steps before it stay', async () => {
    const data = makeFolder();
    await (await data.open()).close();
    const writer = openWriter(data.file);
    const good = {
      name: 'good',
      up: async (db: Parameters<(typeof MIGRATIONS)[0]['up']>[0]) =>
        db.schema.createTable('good').addColumn('x', 'text').execute(),
    };
    const bad = {
      name: 'bad',
      async up(db: Parameters<(typeof MIGRATIONS)[0]['up']>[0]) {
        await db.schema.createTable('bad').addColumn('x', 'text').execute();
        throw new Error('half way');
      },
    };
    await expect(migrate(writer, sqliteDialect, [...MIGRATIONS, good, bad])).rejects.toThrow('half way');
    await writer.close();
    const raw = new Database(data.file);
    const names = raw.prepare(`select name from sqlite_schema where name in ('good', 'bad')`).all();
    expect(names).toEqual([{ name: 'good' }]);
    expect(raw.prepare('select max(version) as version from migrations').get()).toEqual({
      version: MIGRATIONS.length + 1,
    });
    raw.close();
  });
});
