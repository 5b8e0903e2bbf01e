import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openStore } from '../../../src/storage/index.ts';
import { examplePerson } from '../examples.ts';
import { dataFolders, fingerprint } from './data-folder.ts';

const makeFolder = dataFolders();

it('E5 a wrong key opens nothing and touches no byte of data that was closed well', async () => {
  const { folder, file, open } = makeFolder();
  const store = await open();
  await store.people.add(examplePerson());
  await store.close();
  const before = fingerprint(folder);
  const opening = openStore({ file, masterKey: randomBytes(32) });
  await expect(opening).rejects.toMatchObject({
    code: 'key_missing',
    message: expect.stringMatching(/Put back the key/),
  });
  expect(fingerprint(folder)).toEqual(before);
});

it('E5 a wrong key touches no byte of data that a crash left with its log, and the right key still reads it', async () => {
  const { folder, masterKey, open } = makeFolder();
  const store = await open();
  const ada = examplePerson();
  await store.people.add(ada);
  const crashed = mkdtempSync(join(tmpdir(), 'sallyport-crashed-'));
  try {
    cpSync(folder, crashed, { recursive: true });
    const [file, before] = [join(crashed, 'sallyport.db'), fingerprint(crashed)];
    expect(before.length).toBeGreaterThan(3);
    await expect(openStore({ file, masterKey: randomBytes(32) })).rejects.toMatchObject({
      code: 'key_missing',
    });
    expect(fingerprint(crashed)).toEqual(before);
    const reopened = await openStore({ file, masterKey });
    expect(await reopened.people.list()).toEqual([ada]);
    await reopened.close();
  } finally {
    rmSync(crashed, { recursive: true });
  }
});

it('E5 the key of one database does not open another', async () => {
  const [one, two] = [makeFolder(), makeFolder()];
  await (await one.open()).close();
  await (await two.open()).close();
  const before = fingerprint(two.folder);
  const opening = openStore({ file: two.file, masterKey: one.masterKey });
  await expect(opening).rejects.toMatchObject({ code: 'key_missing' });
  expect(fingerprint(two.folder)).toEqual(before);
});

it('E5 a key of another length is refused before any file is made', async () => {
  const { folder, file } = makeFolder();
  const before = fingerprint(folder);
  for (const masterKey of [new Uint8Array(0), randomBytes(16), randomBytes(64)]) {
    await expect(openStore({ file, masterKey })).rejects.toMatchObject({ code: 'key_missing' });
  }
  expect(fingerprint(folder)).toEqual(before);
});

it('the key check is found however large the database has grown, and after it was vacuumed', async () => {
  const { file, masterKey, open } = makeFolder();
  const store = await open();
  for (let index = 0; index < 50; index += 1) await store.people.add(examplePerson());
  await store.close();
  const { default: Database } = await import('better-sqlite3');
  const raw = new Database(file);
  raw.exec('vacuum');
  raw.close();
  await expect(openStore({ file, masterKey: randomBytes(32) })).rejects.toMatchObject({
    code: 'key_missing',
  });
  const reopened = await openStore({ file, masterKey });
  expect(await reopened.people.list()).toHaveLength(50);
  await reopened.close();
});
