import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe } from 'vitest';
import { openStore } from '../../src/storage/index.ts';
import { type MariaDb, mariaDbIsMissing, startMariaDb } from './mysql/mariadb.ts';
import { SUITES } from './suites.ts';

describe.skipIf(mariaDbIsMissing())('A19 on MariaDB', () => {
  let server: MariaDb;
  beforeAll(async () => {
    server = await startMariaDb();
  });
  afterAll(() => server.stop());

  const open = async () => {
    const { address } = await server.makeDatabase();
    return openStore({ database: address, masterKey: randomBytes(32) });
  };
  for (const describeSuite of SUITES) describeSuite(open);
});
