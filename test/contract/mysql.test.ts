import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe } from 'vitest';
import { openStore } from '../../src/storage/index.ts';
import { type MariaDb, mariaDbIsMissing, startMariaDb, type TestDatabase } from './mysql/mariadb.ts';
import { SUITES } from './suites.ts';

describe.skipIf(mariaDbIsMissing())('A19 on MariaDB', () => {
  const masterKey = new Uint8Array(randomBytes(32));
  let server: MariaDb;
  let empty: TestDatabase;
  beforeAll(async () => {
    server = await startMariaDb();
    empty = await server.makeDatabase();
    await (await openStore({ database: empty.address, masterKey })).close();
  });
  afterAll(() => server.stop());

  const open = async () => {
    const { address } = await server.copyDatabase(empty);
    return openStore({ database: address, masterKey });
  };
  for (const describeSuite of SUITES) describeSuite(open);
});
