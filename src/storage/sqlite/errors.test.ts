import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { explainSqliteError } from './errors.ts';

const FILE = join(tmpdir(), 'sallyport.db');
const failed = (code: string) => Object.assign(new Error(code), { code });

it('turns what SQLite reports into what the owner can act on', () => {
  for (const [code, kind] of [
    ['SQLITE_FULL', 'storage_full'],
    ['SQLITE_READONLY', 'data_folder'],
    ['SQLITE_READONLY_DBMOVED', 'data_folder'],
    ['SQLITE_IOERR_WRITE', 'data_folder'],
    ['SQLITE_IOERR_FSYNC', 'data_folder'],
    ['SQLITE_CANTOPEN', 'data_folder'],
    ['SQLITE_CORRUPT_VTAB', 'data_folder'],
    ['SQLITE_NOTADB', 'data_folder'],
    ['SQLITE_BUSY', 'busy'],
    ['SQLITE_BUSY_SNAPSHOT', 'busy'],
  ] as const) {
    expect(explainSqliteError(failed(code), FILE), code).toMatchObject({
      code: kind,
      name: 'SallyportError',
    });
  }
});

it('leaves what nobody can act on as it is: it is a bug', () => {
  for (const error of [
    failed('SQLITE_CONSTRAINT_UNIQUE'),
    failed('ENOENT'),
    new Error('other'),
    'text',
    null,
  ]) {
    expect(explainSqliteError(error, FILE)).toBe(error);
  }
});
