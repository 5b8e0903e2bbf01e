import { execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readMasterKeys } from '../../src/config/index.ts';
import type { Person } from '../../src/people/index.ts';
import { addSomebody, makeHouse, openHouse, type SealedHouse, whatIsBroken } from '../fakes/sealed-house.ts';
import { MAIN } from '../fakes/server-process.ts';

const PASSPHRASE = 'four words of seal wax';

let house: SealedHouse;
let people: Person[];
/** What was started must end, also when a test fails. */
const running: (() => Promise<void>)[] = [];
beforeAll(async () => {
  house = makeHouse();
  const store = await openHouse(house, false);
  people = [await addSomebody(store), await addSomebody(store)];
  await store.close();
});
afterAll(async () => {
  for (const stop of running) await stop();
  house.remove();
});

interface Said {
  code: number;
  stdout: string;
  stderr: string;
}

const data = () => ['--data-dir', house.dataDir, '--key-file', house.keyFile];

/** Runs a command as an operator would, with these lines on its standard input. */
function run(words: string[], ...lines: string[]): Promise<Said> {
  return new Promise((done) => {
    const child = execFile(process.execPath, [MAIN, ...words, ...data()], (error, stdout, stderr) =>
      done({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
    child.stdin!.end(lines.map((one) => `${one}\n`).join(''));
  });
}

interface Server {
  said(): string;
  stop(): Promise<void>;
}

async function startServer(until: string): Promise<Server> {
  const child = spawn(process.execPath, [MAIN, 'start', '--port', '0', '--log-level', 'silent', ...data()]);
  let said = '';
  child.stdout.on('data', (bytes: Buffer) => (said += bytes));
  child.stderr.on('data', (bytes: Buffer) => (said += bytes));
  const gone = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  const stop = async () => {
    child.kill('SIGTERM');
    await gone;
  };
  running.push(stop);
  const server = { said: () => said, stop };
  await comes(server, until);
  return server;
}

async function comes(server: Server, words: string): Promise<void> {
  const end = Date.now() + 30_000;
  while (!server.said().includes(words)) {
    if (Date.now() > end) throw new Error(`never came: ${words}; said: ${server.said()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function openWith(work: (store: Awaited<ReturnType<typeof openHouse>>) => Promise<void>) {
  const store = await openHouse(house);
  await work(store);
  await store.close();
}

describe('at the console', () => {
  it('E5 sealed records are shown with the key, never a hash, and the log says so', async () => {
    const { code, stdout } = await run(['people', 'decrypt', '--json']);
    expect(code).toBe(0);
    const shown = JSON.parse(stdout) as { userName: string; email: string; faceSamples: number }[];
    expect(shown.map(({ email }) => email)).toEqual(people.map(({ email }) => email));
    expect(shown[0]).toMatchObject({ password: true, faceSamples: 1, status: 'active' });
    expect(stdout).not.toContain('argon2');
    const one = await run(['people', 'decrypt', '--person', people[1]!.userName.toUpperCase()]);
    expect(one.stdout).toContain(people[1]!.email);
    expect(one.stdout).not.toContain(people[0]!.email);
    await openWith(async (store) => {
      expect(await store.events.last()).toMatchObject({
        type: 'sealing.records_shown',
        facts: { people: 1 },
      });
    });
  });

  it('E5 with another key, or none, nothing is shown but why', async () => {
    const right = readFileSync(house.keyFile);
    writeFileSync(house.keyFile, `${Buffer.alloc(32, 7).toString('base64')}\n`);
    const wrong = await run(['people', 'decrypt']);
    writeFileSync(house.keyFile, right);
    expect(wrong).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('not the one that sealed'),
    });
    const missing = await new Promise<Said>((done) =>
      execFile(
        process.execPath,
        [
          MAIN,
          'people',
          'decrypt',
          '--data-dir',
          house.dataDir,
          '--key-file',
          join(house.folder, 'nowhere.key'),
        ],
        (error, stdout, stderr) => done({ code: Number(error?.code ?? 0), stdout, stderr }),
      ),
    );
    expect(missing).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('is missing') });
  });

  it('E5 the key is rotated where no server runs, and by the server where one does', async () => {
    const keys: string[] = [readFileSync(house.keyFile, 'utf8')];
    expect((await run(['key', 'rotate'])).code).toBe(0);
    keys.push(readFileSync(house.keyFile, 'utf8'));
    const server = await startServer('listens at');
    const said = await run(['key', 'rotate', '--data-keys']);
    expect(said).toMatchObject({ code: 0, stderr: '' });
    keys.push(readFileSync(house.keyFile, 'utf8'));
    expect(new Set(keys).size).toBe(3);
    expect((await run(['key', 'passphrase', '--passphrase-stdin'], PASSPHRASE)).stderr).toContain(
      'Stop it first',
    );
    await server.stop();
    await openWith(async (store) => expect(await whatIsBroken(store, people)).toEqual([]));
    expect(statSync(house.keyFile).mode & 0o777).toBe(0o600);
  });

  it('E5 the key goes under a passphrase with a recovery copy; the server waits and is unsealed; and back', async () => {
    const [key] = readMasterKeys(house.keyFile, true);
    const copy = join(house.folder, 'safe/recovery.key');
    expect((await run(['key', 'passphrase', '--passphrase-stdin'], 'too short')).stderr).toContain(
      'at least 12',
    );
    expect(existsSync(house.keyFile)).toBe(true);
    const moved = await run(['key', 'passphrase', '--passphrase-stdin', '--recovery-copy', copy], PASSPHRASE);
    expect(moved).toMatchObject({ code: 0, stderr: '' });
    expect(existsSync(house.keyFile)).toBe(false);
    expect(readMasterKeys(copy, true)[0]!.key).toEqual(key!.key);

    const server = await startServer('is sealed, and waits at');
    const wrong = await run(['unseal', '--passphrase-stdin'], 'not these four words');
    expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining('does not open the data') });
    // After a wrong one the server takes none for a while.
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect(await run(['unseal', '--passphrase-stdin'], PASSPHRASE)).toMatchObject({ code: 0, stderr: '' });
    await comes(server, 'listens at');
    expect(await run(['key', 'rotate', '--passphrase-stdin'], PASSPHRASE)).toMatchObject({
      code: 0,
      stderr: '',
    });
    expect(server.said()).not.toContain(PASSPHRASE);
    await server.stop();
    expect(await run(['audit', '--passphrase-stdin'], PASSPHRASE)).toMatchObject({ code: 0, stderr: '' });

    const stale = await run(['people', 'decrypt', '--passphrase-stdin'], 'not these four words');
    expect(stale).toMatchObject({ code: 1, stdout: '' });
    expect((await run(['people', 'decrypt', '--passphrase-stdin'], PASSPHRASE)).stdout).toContain(
      people[0]!.email,
    );
    expect(await run(['key', 'file', '--passphrase-stdin'], PASSPHRASE)).toMatchObject({ code: 0 });
    expect(existsSync(join(house.dataDir, 'sealed-key.json'))).toBe(false);
    expect(readMasterKeys(house.keyFile, true)[0]!.key).not.toEqual(key!.key);
    await openWith(async (store) => expect(await whatIsBroken(store, people)).toEqual([]));
  });
});
