import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { checkChain } from '../../../src/evidence/index.ts';
import type { Person } from '../../../src/people/index.ts';
import type { Store } from '../../../src/storage/index.ts';
import {
  exampleAccessPoint,
  exampleAttempt,
  exampleCredential,
  exampleEvent,
  exampleObligation,
  examplePerson,
  exampleSample,
  exampleSession,
  exampleSnapshot,
} from '../examples.ts';
import { type DataFolder, dataFolders } from './data-folder.ts';

const makeFolder = dataFolders();

/** Changes the closed file past the store, then opens it again. */
async function tamper(data: DataFolder, store: Store, ...statements: string[]): Promise<Store> {
  await store.close();
  const raw = new Database(data.file);
  raw.pragma('foreign_keys = OFF');
  for (const statement of statements) raw.exec(statement);
  raw.close();
  return data.open();
}

/** The last byte of a blob, which is part of its tag, becomes another. */
const flip = (table: string, column: string) =>
  `update ${table} set ${column} = cast(substr(${column}, 1, length(${column}) - 1) || iif(hex(substr(${column}, -1)) = '41', x'42', x'41') as blob)`;

const refusal = (place: string) => ({ name: 'DamagedRowError', message: expect.stringContaining(place) });

async function fill(data: DataFolder) {
  const store = await data.open();
  const [ada, bob] = [examplePerson({ userName: 'ada' }), examplePerson({ userName: 'bob' })];
  const [sample, picture, session] = [exampleSample(ada.id), exampleSnapshot(ada.id), exampleSession(ada.id)];
  for (const person of [ada, bob]) await store.people.add(person);
  await store.passwords.set(ada.id, 'hash of ada', 1);
  await store.passwords.set(bob.id, 'hash of bob', 1);
  await store.faceSamples.add(sample);
  await store.snapshots.add(picture);
  await store.sessions.add(session);
  await store.settings.put('mail', { password: 'confidential' });
  const [pin, card] = [
    exampleCredential(ada.id, { kind: 'pin', lookup: '482913', label: 'confidential label' }),
    exampleCredential(bob.id, { duress: true }),
  ];
  for (const credential of [pin, card]) await store.credentials.add(credential);
  return { store, ada, bob, sample, picture, session, pin, card };
}

describe('a sealed value that was changed is refused by table and row, without its content:', () => {
  const cases: [
    string,
    string,
    (store: Store, made: Awaited<ReturnType<typeof fill>>) => Promise<unknown>,
  ][] = [
    ['people', 'user_name', (store, { ada }) => store.people.find(ada.id)],
    ['people', 'display_name', (store) => store.people.findByUserName('ada')],
    ['people', 'email', (store) => store.people.list()],
    ['passwords', 'phc', (store, { ada }) => store.passwords.find(ada.id)],
    ['face_samples', 'template', (store) => store.faceSamples.listTemplates('variant-1')],
    ['face_samples', 'jpeg', (store, { ada }) => store.faceSamples.listOf(ada.id)],
    ['snapshots', 'jpeg', (store, { picture }) => store.snapshots.find(picture.id)],
    ['sessions', 'origin', (store, { session }) => store.sessions.findByTokenHash(session.tokenHash)],
    ['credentials', 'lookup', (store, { pin }) => store.credentials.find(pin.id)],
    ['credentials', 'secret', (store) => store.credentials.findByLookup('pin', '482913')],
    ['credentials', 'label', (store, { ada }) => store.credentials.listOf(ada.id)],
    ['credentials', 'duress', (store, { card }) => store.credentials.find(card.id)],
    ['settings', 'value', (store) => store.settings.get('mail')],
    ['data_keys', 'wrapped', (store, { ada }) => store.people.find(ada.id)],
  ];
  for (const [table, column, read] of cases) {
    it(`E5 ${table}.${column}`, async () => {
      const data = makeFolder();
      const made = await fill(data);
      const store = tamper(data, made.store, flip(table, column));
      // The site's key is read when the store is opened; the others when they are needed.
      const error = await store
        .then((reopened) => read(reopened, made))
        .then(
          () => null,
          (thrown: Error) => thrown,
        );
      expect(error).toMatchObject(refusal(`${table}.${column}:`));
      expect(`${error} ${error?.stack} ${JSON.stringify(error)}`).not.toMatch(
        /hash of|confidential|482913|example\.org|Display of/,
      );
    });
  }
});

describe('a sealed value that was moved is refused:', () => {
  it.each(['enrolment', 'refinement'])(
    'E5 A21 the face of an impostor, made a sample of kind %s',
    async (kind) => {
      const data = makeFolder();
      const { store, ada } = await fill(data);
      await store.faceSamples.add(exampleSample(ada.id, { kind: 'impostor' }));
      const reopened = await tamper(
        data,
        store,
        `update face_samples set kind = '${kind}' where kind = 'impostor'`,
      );
      await expect(reopened.faceSamples.listOf(ada.id)).rejects.toMatchObject(
        refusal('face_samples.template'),
      );
      await expect(reopened.faceSamples.listTemplates('variant-1')).rejects.toMatchObject(
        refusal('face_samples.template'),
      );
    },
  );

  const put = (table: string, key: string, column: string, from: string, to: Person, source: Person) =>
    `update ${table} set ${column} = (select ${from} from ${table} where ${key} = '${source.id}') where ${key} = '${to.id}'`;

  it('E5 the password of one person to another', async () => {
    const data = makeFolder();
    const { store, ada, bob } = await fill(data);
    const reopened = await tamper(data, store, put('passwords', 'person_id', 'phc', 'phc', ada, bob));
    await expect(reopened.passwords.find(ada.id)).rejects.toMatchObject(refusal(`passwords.phc:${ada.id}`));
  });

  it('E5 the password of one person to another together with the key that sealed it', async () => {
    const data = makeFolder();
    const { store, ada, bob } = await fill(data);
    const reopened = await tamper(
      data,
      store,
      put('passwords', 'person_id', 'phc', 'phc', ada, bob),
      put('data_keys', 'owner_id', 'wrapped', 'wrapped', ada, bob),
    );
    await expect(reopened.passwords.find(ada.id)).rejects.toMatchObject(
      refusal(`data_keys.wrapped:${ada.id}`),
    );
  });

  it('E5 one field of a person into another field of theirs', async () => {
    const data = makeFolder();
    const { store, ada } = await fill(data);
    const reopened = await tamper(data, store, put('people', 'id', 'email', 'display_name', ada, ada));
    await expect(reopened.people.find(ada.id)).rejects.toMatchObject(refusal(`people.email:${ada.id}`));
  });

  it('E5 B2 a PIN of one person to another', async () => {
    const data = makeFolder();
    const { store, bob, pin } = await fill(data);
    const reopened = await tamper(
      data,
      store,
      `update credentials set person_id = '${bob.id}' where id = '${pin.id}'`,
    );
    await expect(reopened.credentials.findByLookup('pin', '482913')).rejects.toMatchObject(
      refusal(`credentials.lookup:${pin.id}`),
    );
  });

  it('E5 B2 the hash by which one credential is found to another person’s', async () => {
    const data = makeFolder();
    const { store, pin, card } = await fill(data);
    const reopened = await tamper(
      data,
      store,
      `create temp table taken as select lookup_hash from credentials where id = '${pin.id}'`,
      `delete from credentials where id = '${pin.id}'`,
      `update credentials set kind = 'pin', lookup_hash = (select lookup_hash from taken) where id = '${card.id}'`,
    );
    await expect(reopened.credentials.findByLookup('pin', '482913')).rejects.toMatchObject(
      refusal(`credentials.lookup_hash:${card.id}`),
    );
  });

  it('E5 B13 the mark of a duress twin to an ordinary credential', async () => {
    const data = makeFolder();
    const { store, pin, card } = await fill(data);
    const mark = `(select duress from credentials where id = '${card.id}')`;
    const reopened = await tamper(
      data,
      store,
      `update credentials set duress = ${mark} where id = '${pin.id}'`,
    );
    await expect(reopened.credentials.find(pin.id)).rejects.toMatchObject(
      refusal(`credentials.duress:${pin.id}`),
    );
  });

  it('E5 a face sample of one person to another', async () => {
    const data = makeFolder();
    const { store, bob, sample } = await fill(data);
    const reopened = await tamper(data, store, `update face_samples set person_id = '${bob.id}'`);
    const place = refusal(`face_samples.template:${sample.id}`);
    await expect(reopened.faceSamples.listTemplates('variant-1')).rejects.toMatchObject(place);
  });
});

describe('a row that does not parse raises an error with its table and key:', () => {
  it('roles, statuses, kinds, steps and facts that this version does not know', async () => {
    const data = makeFolder();
    const { store, ada } = await fill(data);
    const [point, attempt, obligation] = [exampleAccessPoint(), exampleAttempt(), exampleObligation()];
    await store.accessPoints.add(point);
    await store.attempts.add(attempt);
    await store.outbox.add(obligation);
    await store.events.append(exampleEvent(1));
    const reopened = await tamper(
      data,
      store,
      `update people set roles = '[7]'`,
      `update access_points set kind = 'gate'`,
      `update attempts set steps = '[]'`,
      `update obligations set facts = '{'`,
      'drop trigger events_no_update',
      `update events set facts = '[1]'`,
    );
    await expect(reopened.people.find(ada.id)).rejects.toMatchObject(refusal(`people.roles:${ada.id}`));
    await expect(reopened.accessPoints.list()).rejects.toMatchObject(
      refusal(`access_points.kind:${point.id}`),
    );
    await expect(reopened.attempts.find(attempt.id)).rejects.toMatchObject(
      refusal(`attempts.steps:${attempt.id}`),
    );
    await expect(reopened.outbox.find(obligation.id)).rejects.toMatchObject(
      refusal(`obligations.facts:${obligation.id}`),
    );
    await expect(reopened.events.last()).rejects.toMatchObject(refusal('events.facts:1'));
  });
});

describe('the log of events', () => {
  it('E4 refuses in the database itself to be changed, shortened, overwritten or continued with a gap', async () => {
    const data = makeFolder();
    const { store } = await fill(data);
    await store.events.append(exampleEvent(1));
    await store.events.append(exampleEvent(2));
    await store.close();
    const raw = new Database(data.file);
    const columns = 'seq, at, type, facts, hash';
    for (const statement of [
      'update events set at = 0 where seq = 1',
      'update events set seq = 3 where seq = 2',
      'delete from events where seq = 2',
      'delete from events',
      `insert or replace into events (${columns}) values (1, 0, 'x', '{}', 'h')`,
      `replace into events (${columns}) values (2, 0, 'x', '{}', 'h')`,
      `insert into events (${columns}) values (4, 0, 'x', '{}', 'h')`,
      `insert into events (${columns}) values (null, 0, 'x', '{}', 'h')`,
      `insert into events (${columns}) values (1, 0, 'x', '{}', 'h') on conflict do update set at = 0`,
    ]) {
      expect(() => raw.exec(statement), statement).toThrow(/append-only/);
    }
    raw.close();
    expect(await (await data.open()).events.listForward(0, 9)).toEqual([exampleEvent(1), exampleEvent(2)]);
  });

  it('E4 shows by its chain what was changed past the database', async () => {
    const data = makeFolder();
    const { store } = await fill(data);
    await store.events.append(exampleEvent(1));
    const reopened = await tamper(data, store, 'drop trigger events_no_update', 'update events set at = 0');
    expect(await checkChain(reopened.events, reopened.chainKey)).toMatchObject({
      intact: false,
      brokenAtSeq: 1,
    });
  });
});
