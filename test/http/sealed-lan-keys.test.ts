import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readPair } from '../../src/http/lan-certificate-files.ts';
import { createFileSealing } from '../../src/storage/index.ts';
import { startServer } from '../fakes/running-server.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sallyport-lan-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('the server seals its keys under the key file, and at its start those an older one left in the clear', async () => {
  const [dataDir, keyFile] = [join(folder, 'data'), join(folder, 'master.key')];
  const [tls, caFile] = [join(dataDir, 'tls'), join(dataDir, 'tls/ca.key')];
  const run = async (lan: boolean) =>
    (await startServer({ settings: { dataDir, keyFile, lan, host: '127.0.0.1' } })).close();
  await run(true);
  const sealing = createFileSealing(Buffer.from(readFileSync(keyFile, 'utf8'), 'base64'));
  const authority = readPair(tls, 'ca', sealing)!;
  expect(authority.key).toContain('PRIVATE KEY');
  expect(readFileSync(caFile).includes('PRIVATE KEY')).toBe(false);

  writeFileSync(caFile, authority.key + authority.certificate);
  await run(false);
  expect(readFileSync(caFile).includes('PRIVATE KEY')).toBe(false);
  expect(readPair(tls, 'ca', sealing)).toEqual(authority);
});
