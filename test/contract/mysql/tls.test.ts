import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issueAuthority, issueLeaf } from '../../../src/http/lan-certificate-issue.ts';
import { openStore } from '../../../src/storage/index.ts';
import { examplePerson } from '../examples.ts';
import { type MariaDb, mariaDbIsMissing, startMariaDb } from './mariadb.ts';

describe.skipIf(mariaDbIsMissing())('E5 A19 a MariaDB that speaks TLS only', () => {
  let server: MariaDb;
  let folder: string;
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text, { mode: 0o644 });
    return join(folder, name);
  };

  /** An authority, and what it says the server is called. */
  async function certify(name: string) {
    const names = { dns: [name], ips: [] };
    const authority = await issueAuthority(names, Date.now());
    return { authority, leaf: await issueLeaf(authority, names, Date.now()) };
  }

  async function startAs(name: string) {
    const { authority, leaf } = await certify(name);
    const pair = [
      `--ssl-cert=${file(`${name}.pem`, leaf.certificate)}`,
      `--ssl-key=${file(`${name}.key`, leaf.key)}`,
    ];
    server = await startMariaDb(...pair);
    const { address } = await server.makeDatabase();
    await server.ask(`alter user ${address.user}@'127.0.0.1' require ssl`);
    const caFile = file(`${name}-ca.pem`, authority.certificate);
    return (ca = caFile) => ({ ...address, host: 'localhost', tls: { caFile: ca } });
  }

  const masterKey = new Uint8Array(randomBytes(32));
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sallyport-tls-'));
    // MariaDB runs as another user and reads them.
    chmodSync(folder, 0o755);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is used once it proves its name by the CA that was named, and by no other', async () => {
    const at = await startAs('localhost');
    const store = await openStore({ database: at(), masterKey });
    const ada = examplePerson();
    await store.people.add(ada);
    expect(await store.people.list()).toEqual([ada]);
    const foreign = await issueAuthority({ dns: ['localhost'], ips: [] }, Date.now());
    const refused = {
      code: 'data_folder',
      message: expect.stringMatching(/did not prove over TLS who it is/),
    };
    const byOther = at(file('foreign.pem', foreign.certificate));
    await expect(openStore({ database: byOther, masterKey })).rejects.toMatchObject(refused);
    await expect(openStore({ database: { ...at(), tls: null }, masterKey })).rejects.toMatchObject({
      code: 'data_folder',
    });
    await store.close();
    await server.stop();
  });

  it('is refused when its certificate names another host', async () => {
    const at = await startAs('other.example');
    await expect(openStore({ database: at(), masterKey })).rejects.toMatchObject({
      code: 'data_folder',
      message: expect.stringMatching(/did not prove over TLS who it is/),
    });
    await server.stop();
  });
});
