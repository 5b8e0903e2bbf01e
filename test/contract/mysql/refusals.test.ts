import { randomBytes } from 'node:crypto';
import { createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkChain } from '../../../src/evidence/index.ts';
import { lockDatabase, openStore } from '../../../src/storage/index.ts';
import { exampleEvent, examplePerson, exampleSnapshot } from '../examples.ts';
import { type MariaDb, mariaDbIsMissing, startMariaDb, type TestDatabase } from './mariadb.ts';

describe.skipIf(mariaDbIsMissing())('on MariaDB', () => {
  let server: MariaDb;
  const masterKey = new Uint8Array(randomBytes(32));
  beforeAll(async () => {
    server = await startMariaDb('--innodb-flush-log-at-trx-commit=2', '--max-allowed-packet=1M');
  });
  afterAll(() => server.stop());

  async function asSallyport({ address, password }: TestDatabase) {
    const { host, port, user, name } = address;
    return createConnection({ host, port, user, password, database: name });
  }

  it('E4 A19 the log refuses to be changed, shortened, overwritten or continued with a gap', async () => {
    const data = await server.makeDatabase();
    const store = await openStore({ database: data.address, masterKey });
    for (const seq of [1, 2]) await store.events.append(exampleEvent(seq));
    const raw = await asSallyport(data);
    const columns = 'seq, at, type, facts, hash';
    for (const statement of [
      'update events set at = 0 where seq = 1',
      'update events set seq = 3 where seq = 2',
      'delete from events where seq = 2',
      'delete from events',
      `replace into events (${columns}) values (2, 0, 'x', '{}', 'h')`,
      `insert into events (${columns}) values (4, 0, 'x', '{}', 'h')`,
      `insert into events (${columns}) values (1, 0, 'x', '{}', 'h') on duplicate key update at = 0`,
    ]) {
      await expect(raw.query(statement), statement).rejects.toThrow(/append-only/);
    }
    await expect(raw.query('truncate events')).rejects.toThrow(/denied/);
    await expect(raw.query('drop table events')).rejects.toThrow(/denied/);
    await raw.end();
    expect(await store.events.listForward(0, 9)).toEqual([exampleEvent(1), exampleEvent(2)]);
    await store.close();
  });

  it('E4 A19 what an administrator of the database changed past the triggers is shown by the chain', async () => {
    const data = await server.makeDatabase();
    const store = await openStore({ database: data.address, masterKey });
    await store.events.append(exampleEvent(1));
    await server.ask('drop trigger events_no_update', data.address.name);
    await server.ask('update events set at = 0', data.address.name);
    expect(await checkChain(store.events, store.chainKey)).toMatchObject({ intact: false, brokenAtSeq: 1 });
    await store.close();
  });

  it('E5 A19 a sealed value that was moved or changed is refused by its place', async () => {
    const data = await server.makeDatabase();
    const store = await openStore({ database: data.address, masterKey });
    const [ada, bob] = [examplePerson(), examplePerson()];
    for (const person of [ada, bob]) await store.people.add(person);
    await store.passwords.set(ada.id, 'hash of ada', 1);
    await store.passwords.set(bob.id, 'hash of bob', 1);
    const theirs = `(select phc from (select * from passwords) as p where p.person_id = '${bob.id}')`;
    await server.ask(`update passwords set phc = ${theirs} where person_id = '${ada.id}'`, data.address.name);
    await expect(store.passwords.find(ada.id)).rejects.toMatchObject({ name: 'DamagedRowError' });
    expect(await store.passwords.find(bob.id)).toBe('hash of bob');
    await store.close();
  });

  it('E5 A19 a wrong key opens nothing and changes nothing', async () => {
    const data = await server.makeDatabase();
    const store = await openStore({ database: data.address, masterKey });
    await store.people.add(examplePerson());
    await store.close();
    const checksum = async () =>
      server.ask('checksum table key_check, people, migrations', data.address.name);
    const before = await checksum();
    const opening = openStore({ database: data.address, masterKey: randomBytes(32) });
    await expect(opening).rejects.toMatchObject({
      code: 'key_missing',
      message: expect.stringMatching(/Put back/),
    });
    expect(await checksum()).toEqual(before);
  });

  it('A19 a database with foreign tables is refused and left as it is', async () => {
    const data = await server.makeDatabase();
    await server.ask('create table theirs (x int)', data.address.name);
    const opening = openStore({ database: data.address, masterKey });
    await expect(opening).rejects.toMatchObject({
      code: 'data_folder',
      message: expect.stringMatching(/not Sallyport’s/),
    });
    expect(await server.ask('show tables', data.address.name)).toHaveLength(1);
  });

  it('A19 a wrong password, and a server that is not there, are told without the password', async () => {
    const { address } = await server.makeDatabase();
    for (const [wrong, code] of [
      [{ ...address, password: () => 'Tr0ub4dor' }, 'data_folder'],
      [{ ...address, port: 1, password: () => 'Tr0ub4dor' }, 'busy'],
      [{ ...address, name: 'absent' }, 'data_folder'],
    ] as const) {
      const error: Error = await openStore({ database: wrong, masterKey }).then(
        () => expect.unreachable(),
        (thrown) => thrown,
      );
      expect(error).toMatchObject({ code });
      expect(`${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`).not.toContain('Tr0ub4dor');
    }
  });

  it('A19 a server that does not speak TLS is refused where TLS is demanded', async () => {
    const { address } = await server.makeDatabase();
    const opening = openStore({
      database: { ...address, host: 'localhost', tls: { caFile: null } },
      masterKey,
    });
    await expect(opening).rejects.toMatchObject({
      code: 'data_folder',
      message: expect.stringMatching(/TLS/),
    });
  });

  it('A18 A19 a server that does not flush its commits, or takes small values only, is warned of', async () => {
    const { address } = await server.makeDatabase();
    const warnings: string[] = [];
    const warn = (_: object, text: string) => void warnings.push(text);
    const logger = { trace() {}, debug() {}, info() {}, warn, error() {}, fatal() {}, child: () => logger };
    await (await openStore({ database: address, masterKey, logger: logger as never })).close();
    expect(warnings).toEqual([
      expect.stringMatching(/innodb_flush_log_at_trx_commit = 1/),
      expect.stringMatching(/max_allowed_packet/),
    ]);
  });

  it('A19 a value that is larger than the server takes leaves nothing of its transaction', async () => {
    const { address } = await server.makeDatabase();
    const store = await openStore({ database: address, masterKey });
    const work = store.transaction(async ({ people, snapshots }) => {
      await people.add(examplePerson());
      await snapshots.add(exampleSnapshot(null, { jpeg: new Uint8Array(3_000_000) }));
    });
    await expect(work).rejects.toThrow();
    expect(await store.people.list()).toEqual([]);
    await store.people.add(examplePerson());
    await store.close();
  });

  it('A19 the lock is one server’s at a time, and free when it is released', async () => {
    const { address } = await server.makeDatabase();
    const lock = await lockDatabase(address);
    expect(await lockDatabase(address)).toBeNull();
    lock!.release();
    const again = await lockDatabase(address);
    expect(again).not.toBeNull();
    again!.release();
  });
});
