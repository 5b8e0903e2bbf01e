import { randomBytes } from 'node:crypto';
import { copyFileSync, readFileSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { Person } from '../../../src/people/index.ts';
import type { Store } from '../../../src/storage/index.ts';
import { PAGE_BYTES } from '../../../src/storage/sqlite/dialect.ts';
import {
  exampleJpeg,
  exampleObligation,
  examplePerson,
  exampleSample,
  exampleSession,
  exampleSnapshot,
} from '../examples.ts';
import { type DataFolder, dataFolders, readFolder } from './data-folder.ts';

const makeFolder = dataFolders();

/** Pieces of everything that must never be readable, by what they are a piece of. */
type Secrets = Map<string, Buffer>;

function pieces(secrets: Secrets, name: string, whole: Uint8Array): void {
  const bytes = Buffer.from(whole.buffer, whole.byteOffset, whole.byteLength);
  for (let at = 0; at + 16 <= bytes.length; at += 1024)
    secrets.set(`${name} at ${at}`, bytes.subarray(at, at + 16));
}

/** Writes one of everything that is sealed, and says what must not be found. */
async function fill(store: Store, person: Person): Promise<Secrets> {
  const secrets: Secrets = new Map();
  const sample = exampleSample(person.id, { jpeg: exampleJpeg(30_000) });
  const [hers, strangers] = [exampleSnapshot(person.id), exampleSnapshot(null)];
  const phc = `$argon2id$v=19$m=65536,t=3,p=1$${randomBytes(16).toString('base64')}`;
  const session = exampleSession(person.id, { userAgent: `Agent ${randomBytes(8).toString('hex')}` });
  const obligation = exampleObligation({ recipientId: person.id });
  const [response, mailSecret] = [`250 sent to <${person.email}>`, randomBytes(12).toString('hex')];

  await store.transaction(async (tx) => {
    await tx.people.add(person);
    await tx.passwords.set(person.id, phc, 1);
    await tx.faceSamples.add(sample);
    await tx.snapshots.add(hers);
    await tx.snapshots.add(strangers);
    await tx.sessions.add(session);
    await tx.outbox.add(obligation);
    await tx.settings.put('mail', { password: mailSecret });
    const delivery = { obligationId: obligation.id, at: 1, outcome: 'delivered', response } as const;
    await tx.outbox.finishTry(delivery, { state: 'delivered', dueAt: 0 });
  });
  const texts = { userName: person.userName, displayName: person.displayName, email: person.email! };
  for (const [name, text] of Object.entries({ ...texts, phc, agent: session.userAgent, mailSecret })) {
    secrets.set(name, Buffer.from(text));
    secrets.set(`${name} in UTF-16`, Buffer.from(text, 'utf16le'));
    secrets.set(`${name} in base64`, Buffer.from(Buffer.from(text).toString('base64').slice(0, -4)));
  }
  secrets.set('template', Buffer.from(sample.template.buffer).subarray(0, 16));
  pieces(secrets, 'template', new Uint8Array(sample.template.buffer));
  pieces(secrets, 'photograph', sample.jpeg.subarray(3));
  pieces(secrets, 'snapshot', hers.jpeg.subarray(3));
  pieces(secrets, 'stranger', strangers.jpeg.subarray(3));
  return secrets;
}

function found(folder: string, secrets: Secrets): string[] {
  const bytes = readFolder(folder);
  return [...secrets].filter(([, secret]) => bytes.includes(secret)).map(([name]) => name);
}

/** The wrapped data keys, and rows by owner, read past the store from a copy of the file. */
function readRaw<Row>({ file }: DataFolder, query: string): Row[] {
  for (const end of ['', '-wal']) copyFileSync(`${file}${end}`, `${file}.copy${end}`);
  const raw = new Database(`${file}.copy`);
  try {
    return raw.prepare(query).all() as Row[];
  } finally {
    raw.close();
    for (const end of ['', '-wal', '-shm']) rmSync(`${file}.copy${end}`, { force: true });
  }
}

const wrappedKeys = (data: DataFolder) =>
  new Map(
    readRaw<{ owner_id: string; wrapped: Buffer }>(data, 'select owner_id, wrapped from data_keys').map(
      (row) => [row.owner_id, row.wrapped],
    ),
  );

describe('what is sealed', () => {
  it('E5 stands in the clear in no file at any time: not in the log, not in the database, not after closing', async () => {
    const data = makeFolder();
    const store = await data.open();
    const ada = examplePerson();
    const secrets = await fill(store, ada);
    expect(found(data.folder, secrets)).toEqual([]);
    await store.checkpoint();
    expect(found(data.folder, secrets)).toEqual([]);
    expect(found(data.folder, new Map([['id', Buffer.from(ada.id)]]))).toEqual(['id']);
    await store.close();
    expect(found(data.folder, secrets)).toEqual([]);
  });

  it('E5 is not left by a transaction that was undone either', async () => {
    const data = makeFolder();
    const store = await data.open();
    const secrets: Secrets = new Map();
    const undone = store.transaction(async (tx) => {
      const ada = examplePerson();
      await tx.people.add(ada);
      const sample = exampleSample(ada.id, { jpeg: exampleJpeg(40_000_000) });
      await tx.faceSamples.add(sample);
      secrets.set('userName', Buffer.from(ada.userName));
      secrets.set('photograph', Buffer.from(sample.jpeg.subarray(3, 35)));
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(found(data.folder, secrets)).toEqual([]);
  });
});

describe('erasing a person', () => {
  it('D7 leaves neither their key nor one of their rows in the database or its log', async () => {
    const data = makeFolder();
    const store = await data.open();
    const [ada, bob] = [examplePerson(), examplePerson()];
    const secrets = await fill(store, ada);
    await fill(store, bob);
    const before = wrappedKeys(data);
    expect(found(data.folder, new Map([['key', before.get(ada.id)!]]))).toEqual(['key']);

    await store.people.erase(ada.id);
    await store.checkpoint();
    expect(found(data.folder, new Map([['key', before.get(ada.id)!]]))).toEqual([]);
    expect(found(data.folder, new Map([['key', before.get(bob.id)!]]))).toEqual(['key']);
    expect(found(data.folder, secrets)).toEqual([]);
    for (const [table, column] of [
      ['people', 'id'],
      ['passwords', 'person_id'],
      ['face_samples', 'person_id'],
      ['sessions', 'person_id'],
      ['snapshots', 'owner_id'],
      ['data_keys', 'owner_id'],
    ]) {
      expect(readRaw(data, `select 1 from ${table} where ${column} = '${ada.id}'`)).toEqual([]);
    }
    const answers = `select recipient_id from obligations join deliveries on obligation_id = id where response is not null`;
    expect(readRaw(data, answers)).toEqual([{ recipient_id: bob.id }]);
    expect(await store.people.list()).toEqual([bob]);
  });

  it('D7 can leave no copy of a key in the slack of a page: each key has a page to itself, which is zeroed', async () => {
    const data = makeFolder();
    const store = await data.open();
    const people = Array.from({ length: 250 }, () => examplePerson());
    await store.transaction(async (tx) => {
      for (const person of people) await tx.people.add(person);
    });
    await store.checkpoint();
    const keys = wrappedKeys(data);
    const before = readFileSync(data.file);
    const pageOf = (key: Buffer) => Math.floor(before.indexOf(key) / PAGE_BYTES);
    const pages = new Map([...keys].map(([owner, key]) => [owner, pageOf(key)]));
    expect(new Set(pages.values()).size).toBe(people.length + 1);
    // An overflow page without a next one begins with four zeros; no page of a tree does.
    for (const page of pages.values()) expect(before.readUInt32BE(page * PAGE_BYTES)).toBe(0);

    const erased = people.filter((_, index) => index % 3 !== 0);
    for (const person of erased) await store.people.erase(person.id);
    await store.checkpoint();
    const after = readFolder(data.folder);
    expect(erased.filter(({ id }) => after.includes(keys.get(id)!.subarray(20, 40)))).toEqual([]);
    expect(await store.people.list()).toHaveLength(people.length - erased.length);
  });

  it('D7 forgets the key in memory as well, so that a copy of the rows put back does not open', async () => {
    const data = makeFolder();
    const store = await data.open();
    const ada = examplePerson();
    await store.people.add(ada);
    expect(await store.people.find(ada.id)).toEqual(ada);
    const [row] = readRaw<Record<string, unknown>>(data, 'select * from people');
    await store.people.erase(ada.id);
    const raw = new Database(data.file);
    raw.pragma('foreign_keys = OFF');
    const columns = Object.keys(row!);
    raw.prepare(`insert into people values (${columns.map((name) => `@${name}`).join(',')})`).run(row);
    raw.close();
    expect(await store.people.find(ada.id)).toBeNull();
    expect(await store.people.list()).toEqual([]);
  });
});
