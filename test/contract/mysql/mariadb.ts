import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Connection, createConnection } from 'mysql2/promise';
import type { DatabaseAddress } from '../../../src/config/index.ts';

/** A MariaDB of the test's own, on loopback, in a temporary folder that goes with it. */
export interface MariaDb {
  port: number;
  folder: string;
  /** A new, empty database with an account that has the rights which docs/operate/database.md asks for. */
  makeDatabase(): Promise<TestDatabase>;
  /** The same with the tables, triggers and rows of another, always the same: quicker than step by step. */
  copyDatabase(of: TestDatabase): Promise<TestDatabase>;
  /** As the server's own administrator. */
  ask(sql: string, database?: string): Promise<Record<string, unknown>[]>;
  /** Ends it with -9; `start` starts it again on the same port and the same data. */
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface TestDatabase {
  address: DatabaseAddress;
  password: string;
  /** As the setting `database` names it. */
  url: string;
}

const INSTALLER = 'mariadb-install-db';
const BINARIES = ['/usr/sbin/mariadbd', '/usr/libexec/mariadbd', '/usr/local/sbin/mariadbd'];
const MARIADBD = BINARIES.find((file) => existsSync(file)) ?? null;

/** Where it is missing, the tests say so and are skipped; the gate refuses that. */
export function mariaDbIsMissing(): boolean {
  if (MARIADBD) return false;
  if (process.env.CI === 'true') throw new Error('mariadbd is missing: install mariadb-server.');
  console.warn('mariadbd is missing: the tests on MariaDB are skipped. Install mariadb-server to run them.');
  return true;
}

/** What the guide grants, word for word. */
const GRANTED = readFileSync(join(import.meta.dirname, '../../../docs/operate/database.md'), 'utf8').match(
  /GRANT ([A-Z, ]+) ON sallyport\.\* TO/,
)?.[1];

export async function startMariaDb(...options: string[]): Promise<MariaDb> {
  const folder = mkdtempSync(join(memoryFolder(), 'sallyport-mariadb-'));
  const asUser = makeUser(folder);
  const made = spawnSync(
    INSTALLER,
    [
      '--no-defaults',
      ...asUser,
      `--datadir=${folder}/data`,
      `--tmpdir=${folder}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
    ],
    { encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`mariadb-install-db: ${made.stdout}${made.stderr}`);
  const port = await freePort();
  const account = { host: '127.0.0.1', port, user: 'root', charset: 'utf8mb4', multipleStatements: true };
  let server: ChildProcess | null = null;
  let ended: Promise<unknown> = Promise.resolve();
  let making: string | null = null;

  async function start(): Promise<void> {
    const child = spawn(MARIADBD!, [...serverOptions(folder, port), ...asUser, ...options], {
      stdio: 'ignore',
    });
    server = child;
    ended = new Promise((gone) => child.on('exit', gone));
    await untilItAnswers(account, child);
  }
  async function ask(sql: string, database?: string) {
    const connection = await createConnection({ ...account, ...(database ? { database } : {}) });
    try {
      return (await connection.query(sql))[0] as Record<string, unknown>[];
    } finally {
      await connection.end();
    }
  }
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    server?.kill(signal);
    await ended;
  };
  await start();
  return {
    ...{ port, folder, start, ask },
    makeDatabase: () => makeDatabase(ask, port),
    async copyDatabase(of) {
      const copy = await makeDatabase(ask, port);
      making ??= await readMaking(ask, of.address.name);
      await ask(making, copy.address.name);
      return copy;
    },
    kill: () => end('SIGKILL'),
    async stop() {
      await end('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Making tables waits for the disk dozens of times; the server itself flushes all the same. */
const memoryFolder = (): string => (existsSync('/dev/shm') ? '/dev/shm' : tmpdir());

const serverOptions = (folder: string, port: number): string[] => [
  '--no-defaults',
  `--datadir=${folder}/data`,
  `--tmpdir=${folder}`,
  `--port=${port}`,
  '--bind-address=127.0.0.1',
  `--socket=${folder}/m.sock`,
  `--pid-file=${folder}/m.pid`,
  `--log-error=${folder}/error.log`,
  '--innodb-buffer-pool-size=32M',
  '--skip-name-resolve',
];

/** It refuses to run as root; then the folder becomes that of the account which its package made. */
function makeUser(folder: string): string[] {
  if (process.getuid?.() !== 0) return [];
  const id = (flag: string) => Number(spawnSync('id', [flag, 'mysql'], { encoding: 'utf8' }).stdout);
  chownSync(folder, id('-u'), id('-g'));
  return ['--user=mysql'];
}

async function untilItAnswers(account: object, child: ChildProcess): Promise<void> {
  const until = Date.now() + 20_000;
  for (;;) {
    const connection: Connection | null = await createConnection(account).catch(() => null);
    if (connection) return connection.end();
    if (child.exitCode !== null || Date.now() > until) throw new Error('mariadbd did not start');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function makeDatabase(ask: MariaDb['ask'], port: number): Promise<TestDatabase> {
  const [name, password] = [`t${randomBytes(6).toString('hex')}`, randomBytes(12).toString('hex')];
  await ask(`create database ${name}`);
  await ask(`create user ${name}@'127.0.0.1' identified by '${password}'`);
  await ask(`grant ${GRANTED} on ${name}.* to ${name}@'127.0.0.1'`);
  const address = { host: '127.0.0.1', port, user: name, name, tls: null, password: () => password };
  return { address, password, url: `mysql://${name}@127.0.0.1:${port}/${name}` };
}

function freePort(): Promise<number> {
  return new Promise((found) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => found(port));
    });
  });
}

/** For children and servers of the test: a file that only its owner reads. */
export function passwordFile(folder: string, password: string): string {
  const file = join(folder, 'database-password');
  writeFileSync(file, `${password}\n`, { mode: 0o600 });
  return file;
}

/** The statements that make the tables of a database anew in another one, and fill them from it. */
async function readMaking(ask: MariaDb['ask'], name: string): Promise<string> {
  const tables = (await ask('show tables', name)).map((row) => String(Object.values(row)[0]));
  const statements = ['set foreign_key_checks = 0'];
  for (const table of tables) {
    const [made] = await ask(`show create table \`${table}\``, name);
    statements.push(
      String(made!['Create Table']),
      `insert into \`${table}\` select * from ${name}.\`${table}\``,
    );
  }
  for (const { Trigger } of await ask('show triggers', name)) {
    const [made] = await ask(`show create trigger ${Trigger}`, name);
    statements.push(String(made!['SQL Original Statement']).replace(/`?definer`?\s*=\s*\S+/i, ''));
  }
  return statements.join(';\n');
}
