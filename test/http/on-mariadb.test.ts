import { execFile } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../src/cli/demo/api-client.ts';
import type { SamplePeople } from '../../src/cli/demo/sample-people.ts';
import {
  type MariaDb,
  mariaDbIsMissing,
  passwordFile,
  startMariaDb,
  type TestDatabase,
} from '../contract/mysql/mariadb.ts';
import { OWNER, type RunningServer, setUp, startServer, streamFrames } from '../fakes/running-server.ts';
import { loadSamplePeople } from '../fakes/sample-people.ts';
import { MAIN } from '../fakes/server-process.ts';
import { addWithFace } from '../fakes/signed-in.ts';

const GRACE = {
  userName: 'grace',
  displayName: 'Grace Hopper',
  email: 'grace@navy.example',
  roles: ['member'],
};
const PIN = '48291377';

describe.skipIf(mariaDbIsMissing())('the whole server on MariaDB', () => {
  let mariaDb: MariaDb;
  let data: TestDatabase;
  let settings: Record<string, unknown>;
  let server: RunningServer;
  let people: SamplePeople;

  beforeAll(async () => {
    mariaDb = await startMariaDb();
    data = await mariaDb.makeDatabase();
    settings = { database: data.url, databasePasswordFile: passwordFile(mariaDb.folder, data.password) };
    [server, people] = [await startServer({ settings }), await loadSamplePeople()];
  });
  afterAll(async () => {
    await server?.close();
    await mariaDb.stop();
  });

  async function makeKiosk(owner: ApiClient): Promise<string> {
    const steps = ['pin', 'face'].map((kind) => ({ anyOf: [kind], timeLimitMs: 30_000 }));
    const draft = { name: 'PIN and face', description: '', steps, accepted: [] };
    const { id: flowId } = await owner.json<{ id: string }>('POST', '/api/flows', draft);
    const point = { name: 'Front door', place: 'Hall', flowId };
    return (await owner.json<{ id: string }>('POST', '/api/access-points', point)).id;
  }

  /** Everything that stands in the database, as an administrator of it sees it. */
  async function dump(): Promise<Buffer> {
    const { name } = data.address;
    const tables = await mariaDb.ask('show tables', name);
    const parts: Buffer[] = [];
    for (const table of tables.map((row) => String(Object.values(row)[0])))
      for (const row of await mariaDb.ask(`select * from \`${table}\``, name))
        for (const value of Object.values(row))
          parts.push(Buffer.isBuffer(value) ? value : Buffer.from(`${value}\n`));
    return Buffer.concat(parts);
  }

  it('C4 A19 keeps people, passwords, faces, pictures and the log there, and nobody’s name or address in the clear', async () => {
    const { api: owner } = await setUp(server, people.knownPerson.enrolment.slice(0, 3));
    const photos = people.otherPeople[0]!.enrolment;
    const id = await addWithFace(owner, GRACE, photos);
    await owner.json('POST', `/api/people/${id}/credentials`, { kind: 'pin', pin: PIN, label: 'Her PIN' });
    const point = await makeKiosk(owner);

    const kiosk = server.newClient();
    await kiosk.json('POST', `/api/access-points/${point}/attempts`);
    await kiosk.json('POST', '/api/attempt/factor', { factor: 'pin', pin: PIN });
    await streamFrames(kiosk, server.url, '/api/attempt/frames', photos[0]!);
    expect(await kiosk.json('GET', '/api/attempt')).toMatchObject({ status: 'granted' });

    const count = async (rest: string) =>
      Number((await mariaDb.ask(`select count(*) as n from ${rest}`, data.address.name))[0]!.n);
    expect(await count('people')).toBe(2);
    expect(await count('passwords')).toBe(2);
    expect(await count(`face_samples where person_id = '${id}'`)).toBe(photos.length);
    expect(await count(`credentials where person_id = '${id}' and kind = 'pin'`)).toBe(1);
    expect(await count(`events where type = 'attempt.granted' and person_id = '${id}'`)).toBe(1);
    expect(await count(`attempts where status = 'granted' and person_id = '${id}'`)).toBe(1);

    const everything = await dump();
    expect(everything.length).toBeGreaterThan(100_000);
    for (const clear of [GRACE.displayName, GRACE.email, GRACE.userName, PIN, 'Her PIN', '$argon2id'])
      expect(everything.includes(clear), clear).toBe(false);
    for (const clear of [OWNER.displayName, OWNER.email]) expect(everything.includes(clear)).toBe(false);
    expect(everything.includes(Buffer.of(0xff, 0xd8, 0xff, 0xe0))).toBe(false);
  });

  /** The built command line in a process of its own, beside the server in this one. */
  function run(env: Record<string, string>, ...values: string[]): Promise<string> {
    const place = ['--data-dir', server.dataDir, '--key-file', server.keyFile, '--database', data.url];
    return new Promise((ended) => {
      const options = { env: { PATH: process.env.PATH, ...env } };
      execFile(process.execPath, [MAIN, ...values, ...place], options, (_error, out, err) =>
        ended(`${out}${err}`),
      );
    });
  }

  it('A19 the commands work on it beside the server, with the password from a file or the environment', async () => {
    const known = { SALLYPORT_DATABASE_PASSWORD: data.password };
    const byFile = { SALLYPORT_DATABASE_PASSWORD_FILE: String(settings.databasePasswordFile) };
    expect(await run(byFile, 'people', 'decrypt', '--person', 'grace')).toContain(GRACE.email);
    expect(await run(known, 'key', 'rotate')).toContain('A new key is in force');
    expect(await run(known, 'audit')).toMatch(/The log is intact: \d+ events/);
    expect(await run({}, 'audit')).toMatch(/The password of .* is missing/);
  });

  it('A19 refuses a second server on the same database', async () => {
    await expect(startServer({ settings })).rejects.toMatchObject({
      code: 'busy',
      message: 'A server works on this data. Stop it first; nothing was changed.',
    });
    expect((await fetch(`${server.url}/api/setup`)).status).toBeLessThan(500);
  });

  it('A19 answers again by itself when MariaDB was killed and started again', async () => {
    const begin = () => server.newClient().call('POST', '/api/access-points/panel/attempts');
    await begin();
    await mariaDb.kill();
    await expect(begin()).rejects.toThrow(/503 .*busy/);
    await mariaDb.start();
    await begin();
  });
});
