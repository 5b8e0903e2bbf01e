import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lockDatabase, openStore } from '../../../src/storage/index.ts';
import { migrate } from '../../../src/storage/migrate.ts';
import { MIGRATIONS } from '../../../src/storage/migrations/index.ts';
import { openWriter } from '../../../src/storage/mysql/connection.ts';
import { mysqlDialect } from '../../../src/storage/mysql/dialect.ts';
import { exampleObligation, examplePerson } from '../examples.ts';
import { type Child, startChild } from '../sqlite/children/child.ts';
import { type MariaDb, mariaDbIsMissing, passwordFile, startMariaDb, type TestDatabase } from './mariadb.ts';

const ROUNDS = 3;
const CHILDREN = {
  commit: new URL('./children/commit-until-killed.ts', import.meta.url),
  make: new URL('./children/make-until-killed.ts', import.meta.url),
  claim: new URL('./children/claim-until-none.ts', import.meta.url),
};
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe.skipIf(mariaDbIsMissing())('A18 A19 on MariaDB', () => {
  let server: MariaDb;
  let folder: string;
  const masterKey = new Uint8Array(randomBytes(32));
  beforeAll(async () => {
    server = await startMariaDb();
    folder = mkdtempSync(join(tmpdir(), 'sallyport-test-'));
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const start = (child: keyof typeof CHILDREN, { url, password }: TestDatabase) =>
    startChild(CHILDREN[child], `${url}|${passwordFile(folder, password)}`, masterKey);

  async function killAfter(child: Child, lines: number, ms: number): Promise<string[]> {
    while (child.lines().length < lines && child.process.exitCode === null) await pause(2);
    await pause(ms);
    child.process.kill('SIGKILL');
    expect(await child.gone).toBeNull();
    return child.lines();
  }

  it(`A18 nothing that was acknowledged is lost in ${ROUNDS} rounds of SIGKILL, and nothing is half there`, async () => {
    const data = await server.makeDatabase();
    const acknowledged = new Set<string>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const child = start('commit', data);
      for (const id of await killAfter(child, 2, Math.random() * 60)) acknowledged.add(id);
      const store = await openStore({ database: data.address, masterKey });
      const people = await store.people.list();
      const known = new Set<string>(people.map(({ id }) => id));
      expect([...acknowledged].filter((id) => !known.has(id))).toEqual([]);
      const [samples, events] = [
        await store.faceSamples.counts(),
        await store.events.listForward(0, 100_000),
      ];
      expect(events.map(({ personId }) => personId).sort()).toEqual(people.map(({ id }) => id).sort());
      expect(samples.size).toBe(people.length);
      // At most the one commit whose acknowledgement the kill cut off, per round.
      expect(people.length - acknowledged.size).toBeLessThanOrEqual(round + 1);
      await store.close();
    }
  });

  it('A18 killed while it makes the tables, it leaves something that the next start completes', async () => {
    for (const ms of [10, 60, 140]) {
      const data = await server.makeDatabase();
      await killAfter(start('make', data), 1, ms);
      const store = await openStore({ database: data.address, masterKey });
      expect(await store.flows.list()).toHaveLength(
        (await server.ask('select count(*) as n from flows', data.address.name))[0]!.n as number,
      );
      await store.people.add(examplePerson());
      await store.close();
      const steps = await server.ask('select name from migrations order by version', data.address.name);
      expect(steps.map(({ name }) => name)).toEqual(MIGRATIONS.map(({ name }) => name));
    }
  });

  it('A18 a step that was cut off between its tables and its rows is taken up again, and its rows are there once', async () => {
    const data = await server.makeDatabase();
    await (await openStore({ database: data.address, masterKey })).close();
    const writer = openWriter(data.address, async () => {});
    const step = (cut: boolean) => ({
      name: 'two tables and a row',
      async up(db: Parameters<(typeof MIGRATIONS)[0]['up']>[0]) {
        await db.schema.createTable('one').addColumn('x', 'integer').execute();
        await db.schema.alterTable('one').addColumn('y', 'integer').execute();
        await sql`insert into one values (1, 2)`.execute(db);
        if (cut) throw new Error('cut off');
        await db.schema.createIndex('one_by_x').on('one').column('x').execute();
      },
    });
    const run = (cut: boolean) => migrate(writer, mysqlDialect('mariadb'), [...MIGRATIONS, step(cut)]);
    await expect(run(true)).rejects.toThrow('cut off');
    await run(false);
    await writer.close();
    expect(await server.ask('select * from one', data.address.name)).toEqual([{ x: 1, y: 2 }]);
  });

  it('A19 several processes that claim from one outbox get each row once', async () => {
    const data = await server.makeDatabase();
    const store = await openStore({ database: data.address, masterKey });
    const obligations = Array.from({ length: 120 }, () => exampleObligation());
    const children = [1, 2].map(() => start('claim', data));
    for (const child of children) while (child.lines()[0] !== 'ready') await pause(2);
    await store.transaction(async ({ outbox }) => {
      for (const obligation of obligations) await outbox.add(obligation);
    });
    expect(await Promise.all(children.map(({ gone }) => gone))).toEqual([0, 0]);
    const shares = children.map((child) => child.lines().slice(1));
    expect(shares.flat().sort()).toEqual(obligations.map(({ id }) => id as string).sort());
    expect(shares.every((share) => share.length > 0)).toBe(true);
    await store.close();
  });

  it('A19 survives that MariaDB is killed and started again: what was under way is told and undone, the rest goes on by itself', async () => {
    const data = await server.makeDatabase();
    const lock = (await lockDatabase(data.address))!;
    const store = await openStore({ database: data.address, masterKey, mayWrite: lock.ensure });
    const [kept, halfDone, after] = [examplePerson(), examplePerson(), examplePerson()];
    await store.people.add(kept);
    expect(await store.people.list()).toEqual([kept]);

    const cutOff = store.transaction(async ({ people, settings }) => {
      await people.add(halfDone);
      await server.kill();
      // Whoever swallows the error must not be committed either.
      await settings.put('x', 1).catch(() => {});
    });
    await expect(cutOff).rejects.toMatchObject({ code: 'busy' });
    await expect(store.people.list()).rejects.toMatchObject({ code: 'busy' });
    await expect(store.people.add(after)).rejects.toMatchObject({ code: 'busy' });

    await server.start();
    expect(await store.people.list()).toEqual([kept]);
    await store.people.add(after);
    expect(await store.settings.get('x')).toBeNull();
    expect(await store.people.list()).toEqual([kept, after]);
    // The lock was taken again as well.
    expect(await lockDatabase(data.address)).toBeNull();
    await store.close();
    lock.release();
  });

  it('A19 takes no write any more once another server has the lock that this one lost', async () => {
    const data = await server.makeDatabase();
    const lock = (await lockDatabase(data.address))!;
    const store = await openStore({ database: data.address, masterKey, mayWrite: lock.ensure });
    const holders = await server.ask(
      `select id from information_schema.processlist where user = '${data.address.user}'`,
    );
    for (const { id } of holders) await server.ask(`kill ${id}`);
    const other = (await lockDatabase(data.address))!;
    expect(other).not.toBeNull();
    await expect(store.people.add(examplePerson())).rejects.toMatchObject({
      code: 'busy',
      message: expect.stringMatching(/Another server works on the database/),
    });
    expect(await store.people.list()).toEqual([]);
    other.release();
    await store.close();
    lock.release();
  });
});
