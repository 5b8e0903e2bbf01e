import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadSettings } from './settings.ts';

const cwd = mkdtempSync(join(tmpdir(), 'database-address-'));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));
const SECRET = 'Tr0ub4dor';
const PASSWORD = { SALLYPORT_DATABASE_PASSWORD: SECRET };

const load = (database: string, env: Record<string, string> = PASSWORD, more: Record<string, unknown> = {}) =>
  loadSettings({ argv: { database, ...more }, env, cwd }).database!;

test('A19 one setting names server, account and database; without it the data is embedded', () => {
  expect(loadSettings({ argv: {}, env: {}, cwd }).database).toBeNull();
  expect(load('mysql://sallyport@127.0.0.1/house')).toMatchObject({
    ...{ host: '127.0.0.1', port: 3306, user: 'sallyport', name: 'house', tls: null },
  });
  expect(load('mysql://sally%40home@[::1]:3307/house')).toMatchObject({
    ...{ host: '::1', port: 3307, user: 'sally@home' },
  });
  expect(
    loadSettings({ argv: {}, env: { ...PASSWORD, SALLYPORT_DATABASE: 'mysql://a@localhost/b' }, cwd }),
  ).toMatchObject({
    database: { host: 'localhost', user: 'a', name: 'b' },
  });
});

test('A19 to another machine TLS is demanded, and the CA can be named', () => {
  expect(load('mysql://a@db.example.org/b').tls).toEqual({ caFile: null });
  expect(load('mysql://a@db.example.org/b?ca=db-ca.pem').tls).toEqual({ caFile: join(cwd, 'db-ca.pem') });
  expect(load('mysql://a@localhost/b?tls=on').tls).toEqual({ caFile: null });
  expect(() => load('mysql://a@db.example.org/b?tls=off')).toThrow(/server on this machine only/);
  expect(() => load('mysql://a@10.0.0.5/b')).toThrow(/by the host name in its certificate/);
});

test('E5 A19 the password comes from a file or the environment, and stands in no text', () => {
  writeFileSync(join(cwd, 'password'), `${SECRET}\n`);
  const byFile = load('mysql://a@localhost/b', {}, { databasePasswordFile: 'password' });
  for (const database of [byFile, load('mysql://a@localhost/b')]) {
    expect(database.password()).toBe(SECRET);
    expect(JSON.stringify(database)).not.toContain(SECRET);
  }
  expect(() => load('mysql://a@localhost/b', {})).toThrow(/The password of a at the database is missing/);
  const gone = load('mysql://a@localhost/b', {}, { databasePasswordFile: 'gone' });
  expect(() => gone.password()).toThrow(/gone, cannot be read \(ENOENT\)/);
});

test('E5 A19 an address with a password in it is refused, with what to do and without the password', () => {
  const error = (() => {
    try {
      return load(`mysql://a:${SECRET}@localhost/b`);
    } catch (thrown) {
      return thrown as Error;
    }
  })();
  expect(String(error)).toMatch(/--database must hold no password.*databasePasswordFile/);
  expect(`${String(error)}${JSON.stringify(error)}`).not.toContain(SECRET);
});

test.each([
  'postgres://a@localhost/b',
  'mysql://localhost/b',
  'mysql://a@localhost',
  'mysql://a@localhost/b/c',
  'mysql://a@localhost/b?ssl=off',
  'mysql://a@localhost/b?tls=maybe',
  'sallyport.db',
])('%s is refused', (text) => {
  expect(() => load(text)).toThrow(/--database (must|knows)/);
});
