import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CredentialId, PersonId } from '../../src/kernel/index.ts';
import { silentLogger } from '../../src/kernel/index.ts';
import { openSallyport } from '../../src/main.ts';
import type { Person } from '../../src/people/index.ts';
import type { Store } from '../../src/storage/index.ts';
import { SEALED_COLUMNS } from '../../src/storage/sealed-columns.ts';
import { erasureListFile } from '../../src/wiring/erasure-list.ts';
import {
  exampleAttempt,
  exampleJpeg,
  exampleObligation,
  examplePerson,
  exampleSample,
  exampleSession,
  exampleSnapshot,
} from '../contract/examples.ts';
import { ledgerOf, makeHouse, openHouse, rotationOf, type SealedHouse } from '../fakes/sealed-house.ts';

let house: SealedHouse;
let store: Store;
let ada: Person;
let plain: Map<string, Buffer>;
beforeEach(async () => {
  house = makeHouse();
  store = await openHouse(house, false);
  ada = examplePerson({
    phone: `+4930${String(randomBytes(4).readUInt32BE())}`,
    displayName: `Ada Countess of ${randomBytes(6).toString('hex')}`,
  });
  plain = await enrolWithEverything(store, ada);
  await enrolWithEverything(store, examplePerson());
  await store.checkpoint();
});
afterEach(async () => {
  await store.close().catch(() => {});
  house.remove();
});

/** One of everything that is kept of somebody; answers what must be readable nowhere. */
async function enrolWithEverything(into: Store, person: Person): Promise<Map<string, Buffer>> {
  const [enrolled, impostor] = [
    exampleSample(person.id, { jpeg: exampleJpeg(20_000) }),
    exampleSample(person.id, { kind: 'impostor' }),
  ];
  const [snapshot, attempt] = [exampleSnapshot(person.id), exampleAttempt({ personId: person.id })];
  const [session, obligation] = [exampleSession(person.id), exampleObligation({ recipientId: person.id })];
  const words = { card: randomBytes(9).toString('hex'), label: `fob of ${randomBytes(6).toString('hex')}` };
  const [phc, code] = [`$argon2id$${randomBytes(12).toString('base64')}`, randomBytes(9).toString('hex')];
  const response = `250 accepted for <${person.email}>`;
  await ledgerOf(into).transaction(async (tx) => {
    await tx.people.add(person);
    await tx.passwords.set(person.id, phc, 1);
    for (const sample of [enrolled, impostor]) await tx.faceSamples.add(sample);
    await tx.faceSamples.prepare(person.id, enrolled.id, 'variant-2', enrolled.template);
    await tx.snapshots.add(snapshot);
    await tx.attempts.add(attempt);
    await tx.sessions.add(session);
    await tx.codes.put({ attemptId: attempt.id, personId: person.id, code, expiresAt: 9e12 });
    await tx.credentials.add({
      ...{ id: `c-${person.id}`.slice(0, 36) as CredentialId, personId: person.id, kind: 'card' },
      ...{ lookup: words.card, secret: words.card, label: words.label, duress: false },
      ...{ counter: 0, createdAt: 1, usedAt: null },
    });
    await tx.outbox.add(obligation);
    const delivery = { obligationId: obligation.id, at: 1, outcome: 'delivered', response } as const;
    await tx.outbox.finishTry(delivery, { state: 'delivered', dueAt: 0 });
    await tx.record([{ type: 'person.added', facts: { roles: [] }, personId: person.id }]);
  });
  const texts = { ...words, phc, code, name: person.displayName, user: person.userName, mail: person.email! };
  if (person.phone) Object.assign(texts, { phone: person.phone });
  const found = Object.entries(texts).map(([name, text]) => [name, Buffer.from(text)] as const);
  const bytes = { enrolled: enrolled.jpeg, impostor: impostor.jpeg, snapshot: snapshot.jpeg };
  return new Map([
    ...found,
    ...Object.entries(bytes).flatMap(([name, jpeg]) => pieces(name, jpeg.subarray(3))),
  ]);
}

function pieces(name: string, bytes: Uint8Array): [string, Buffer][] {
  const starts = Array.from({ length: Math.floor(bytes.length / 512) + 1 }, (_, index) => index * 512);
  return starts
    .filter((at) => at + 16 <= bytes.length)
    .map((at) => [`${name} at ${at}`, Buffer.from(bytes.subarray(at, at + 16))]);
}

/** Everything sealed under somebody's key as it stands in the file, and the wrapped key itself. */
function sealedOf(file: string, id: PersonId): Map<string, Buffer> {
  const raw = new Database(file, { readonly: true });
  const found = new Map<string, Buffer>();
  for (const { table, column, ofOwner } of SEALED_COLUMNS) {
    const query = `select ${column} from ${table} where ${column} is not null and ${ofOwner}`;
    for (const value of raw.prepare(query).pluck().all(id) as Buffer[])
      for (const [name, piece] of pieces(`${table}.${column}`, value)) found.set(name, piece);
  }
  const key = raw.prepare('select wrapped from data_keys where owner_id = ?').pluck().get(id);
  raw.close();
  if (key) found.set('data key', key as Buffer);
  return found;
}

const bytesOf = (...files: string[]) =>
  Buffer.concat(files.filter(existsSync).map((file) => readFileSync(file)));
const database = () => bytesOf(...['', '-wal', '-shm'].map((end) => house.file + end));
const traces = (bytes: Buffer, wanted: Map<string, Buffer>) =>
  [...wanted].filter(([, piece]) => bytes.includes(piece)).map(([name]) => name);

/** As an operator would: the files as they lie there, and SQLite's own copy. */
function backUp(name: string): { copy: string; vacuumed: string } {
  const [copy, vacuumed] = [join(house.folder, `${name}-copy.db`), join(house.folder, `${name}-vacuum.db`)];
  copyFileSync(house.file, copy);
  if (existsSync(`${house.file}-wal`)) copyFileSync(`${house.file}-wal`, `${copy}-wal`);
  const raw = new Database(house.file);
  raw.prepare('vacuum into ?').run(vacuumed);
  raw.close();
  return { copy, vacuumed };
}

async function restore(backup: string): Promise<void> {
  await store.close().catch(() => {});
  for (const name of readdirSync(house.dataDir)) rmSync(join(house.dataDir, name));
  copyFileSync(backup, house.file);
}

const start = () =>
  openSallyport(
    {
      ...{ dataDir: house.dataDir, keyFile: house.keyFile, database: null },
      ...{ host: '127.0.0.1', port: 0, lan: false },
      ...{ hostNames: [], publicUrl: null, trustedProxy: null, logLevel: 'silent' },
      vision: { workers: 1, threads: 1 },
    },
    { logger: silentLogger },
  );

describe('erasing somebody who had everything', () => {
  it('D7 leaves nothing of theirs in the database, its log or a backup made afterwards, not even sealed', async () => {
    const sealed = sealedOf(house.file, ada.id);
    expect([...new Set([...sealed.keys()].map((name) => name.split(' at ')[0]))].sort()).toEqual(
      [
        'data key',
        ...SEALED_COLUMNS.filter(({ table }) => table !== 'settings').map(
          ({ table, column }) => `${table}.${column}`,
        ),
      ].sort(),
    );
    expect(traces(database(), sealed)).toEqual([...sealed.keys()]);
    expect(traces(database(), plain)).toEqual([]);

    await store.people.erase(ada.id);
    await store.checkpoint();
    const { copy, vacuumed } = backUp('after');
    for (const bytes of [database(), bytesOf(copy, `${copy}-wal`), bytesOf(vacuumed)]) {
      expect(traces(bytes, plain)).toEqual([]);
      expect(traces(bytes, sealed)).toEqual([]);
    }
  });

  it('D7 a backup of before is unreadable without the key, and holds them with it: that much is said', async () => {
    const sealed = sealedOf(house.file, ada.id);
    const { copy, vacuumed } = backUp('before');
    await store.people.erase(ada.id);
    await store.checkpoint();
    for (const bytes of [bytesOf(copy), bytesOf(vacuumed)]) {
      expect(traces(bytes, plain)).toEqual([]);
      expect(traces(bytes, sealed)).toContain('data key');
    }
  });

  it.each(['copy', 'vacuumed'] as const)(
    'D7 a backup of before (%s) put back with the present key is rid of them at the start',
    async (kind) => {
      const running = await startAndErase();
      const { sealed, backups } = running;
      await restore(backups[kind]);
      expect(traces(database(), sealed).length).toBeGreaterThan(20);
      await (await start()).close();
      expect(traces(database(), sealed)).toEqual([]);
      expect(traces(database(), plain)).toEqual([]);
      store = await openHouse(house);
      expect(await store.people.find(ada.id)).toBeNull();
      expect(await store.people.list()).toHaveLength(1);
      const erasures = (await store.events.listForward(0, 1000)).filter(
        ({ type }) => type === 'person.erased',
      );
      expect(erasures.map(({ personId }) => personId)).toEqual([ada.id]);
    },
  );

  it('D7 after a rotation of the key, a backup of before does not open with the present key at all', async () => {
    const { copy } = backUp('before');
    await store.people.erase(ada.id);
    const rotation = rotationOf(house, store);
    await rotation.start({ passphrase: null, dataKeys: false }, { actorId: null, ipAddress: null });
    await rotation.finished();
    await restore(copy);
    await expect(openHouse(house)).rejects.toMatchObject({ code: 'key_missing' });
  });

  /** Erases as the panel does, in a running server, which keeps the list beside the key. */
  async function startAndErase() {
    const sealed = sealedOf(house.file, ada.id);
    const backups = backUp('before');
    await ledgerOf(store).transaction(async (tx) => {
      await tx.people.erase(ada.id);
      await tx.record([{ type: 'person.erased', facts: {}, personId: ada.id }]);
    });
    await store.close();
    // The list was not written before this server died; the next one writes it.
    await (await start()).close();
    expect(readFileSync(erasureListFile(house.keyFile), 'utf8')).toBe(`${ada.id}\n`);
    return { sealed, backups };
  }
});
