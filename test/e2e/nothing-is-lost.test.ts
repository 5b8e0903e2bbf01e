import { execFile } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiClient, createApiClient } from '../../src/cli/demo/api-client.ts';
import { fillFrame } from '../../src/cli/demo/sample-people.ts';
import { type MailServer, startMailServer } from '../fakes/mail-server.ts';
import { OWNER, streamFrames } from '../fakes/running-server.ts';
import { loadSamplePeople } from '../fakes/sample-people.ts';
import { MAIN, type ServerProcess, startServerProcess } from '../fakes/server-process.ts';

const run = promisify(execFile);

let folder: string;
let mail: MailServer;
let stranger: Uint8Array;
let enrolment: Uint8Array[];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sallyport-kill-'));
  mail = await startMailServer();
  const people = await loadSamplePeople();
  stranger = await fillFrame(people.strangers[0]!);
  enrolment = people.knownPerson.enrolment;
});
afterAll(async () => {
  await mail.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function setUp(server: ServerProcess): Promise<void> {
  const api = createApiClient(server.url);
  const { person } = await api.json<{ person: { id: string } }>('POST', '/api/setup/administrator', {
    token: server.setupToken,
    ...OWNER,
  });
  for (const photo of enrolment) await api.call('POST', `/api/people/${person.id}/face-samples`, photo);
  await api.call('PUT', '/api/settings/mail', {
    host: '127.0.0.1',
    port: mail.port,
    security: 'none',
    from: 'sallyport@example.org',
  });
  await api.call('POST', '/api/setup/finish', {});
}

async function intrude(url: string): Promise<ApiClient> {
  const api = createApiClient(url);
  await api.call('POST', '/api/access-points/panel/attempts');
  await api.call('POST', '/api/attempt/factor', {
    factor: 'password',
    userName: OWNER.userName,
    password: OWNER.password,
  });
  const answers = await streamFrames(api, url, '/api/attempt/frames', stranger);
  expect(answers.at(-1)).toMatchObject({ type: 'attempt', attempt: { outcome: 'unauthorised' } });
  return api;
}

const command = (...args: string[]) =>
  run(process.execPath, [
    MAIN,
    ...args,
    '--data-dir',
    join(folder, 'data'),
    '--key-file',
    join(folder, 'master.key'),
  ]);

describe('nothing is lost', () => {
  it('A5 A18 the server killed between “attempt decided” and “mail sent” sends the mail after its next start', async () => {
    let server = await startServerProcess(folder);
    await setUp(server);
    await mail.behave('refuse_connection');
    await intrude(server.url);
    await server.kill('SIGKILL');
    expect(mail.mails()).toHaveLength(0);

    await mail.behave('accept');
    server = await startServerProcess(folder);
    const [message] = await mail.waitForMail(1, 30_000);
    expect(message).toMatchObject({ envelope: { to: [OWNER.email] } });
    expect(message!.attachments[0]?.mimeType).toBe('image/jpeg');
    expect(await server.kill('SIGTERM')).toBe(0);
    expect((await command('audit')).stdout).toMatch(/The log is intact: \d+ events/);
  });

  it('an attempt that was at the camera when the server was killed is refused and reported after the next start', async () => {
    let server = await startServerProcess(folder);
    const api = createApiClient(server.url);
    await api.call('POST', '/api/access-points/panel/attempts');
    await api.call('POST', '/api/attempt/factor', {
      factor: 'password',
      userName: OWNER.userName,
      password: OWNER.password,
    });
    await server.kill('SIGKILL');
    const before = mail.mails().length;
    server = await startServerProcess(folder);
    const mails = await mail.waitForMail(before + 1, 40_000);
    expect(mails.at(-1)!.text).toContain('no face');
    await server.kill('SIGTERM');
  });

  it('a missing or wrong key file keeps the server from starting, and nothing is touched', async () => {
    const key = join(folder, 'master.key');
    const kept = join(folder, 'kept.key');
    copyFileSync(key, kept);
    const files = () =>
      readdirSync(join(folder, 'data')).map((name) => [
        name,
        readFileSync(join(folder, 'data', name)).toString('base64'),
      ]);
    const before = files();
    rmSync(key);
    await expect(startServerProcess(folder)).rejects.toThrow(/key file .* is missing/);
    expect(existsSync(key)).toBe(false);
    writeFileSync(key, Buffer.alloc(32, 1).toString('base64'), { mode: 0o600 });
    await expect(startServerProcess(folder)).rejects.toThrow(/key/);
    expect(files()).toEqual(before);
    copyFileSync(kept, key);
  });

  it('a taken port is said with what to do', async () => {
    const server = await startServerProcess(folder);
    const taken = new URL(server.url).port;
    const other = join(folder, 'other');
    mkdirSync(other);
    await expect(startServerProcess(other, '--port', taken)).rejects.toThrow(/Port \d+ is taken .* --port/);
    await server.kill('SIGTERM');
  });

  it('identify names the enrolled in a photograph, and verify compares two', async () => {
    const photo = join(folder, 'photo.jpg');
    const other = join(folder, 'stranger.jpg');
    writeFileSync(photo, enrolment[0]!);
    writeFileSync(other, stranger);
    expect((await command('identify', photo, other)).stdout).toMatch(
      /photo.jpg: The owner\n.*stranger.jpg: unknown\n/,
    );
    const json = JSON.parse((await command('identify', '--json', photo)).stdout);
    expect(json).toMatchObject({ faces: [{ outcome: 'match', person: 'The owner' }] });
    const verify = (a: string, b: string) =>
      run(process.execPath, [MAIN, 'verify', a, b, '--json']).catch((error) => error);
    expect(JSON.parse((await verify(photo, photo)).stdout)).toMatchObject({ outcome: 'match' });
    expect(JSON.parse((await verify(photo, other)).stdout)).toMatchObject({ outcome: 'unknown' });
  });
});
