import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApiClient } from '../../src/cli/demo/api-client.ts';
import { loadSettings, moveKeyUnderPassphrase, type Settings } from '../../src/config/index.ts';
import { type Clock, silentLogger } from '../../src/kernel/index.ts';
import { openSallyport, type Sallyport } from '../../src/main.ts';

export const PASSPHRASE = 'four words of seal wax';

export interface SealedFolder {
  settings: Settings;
  dataDir: string;
  keyFile: string;
  masterKey: Uint8Array;
  start(options?: { clock?: Clock; settings?: Partial<Settings> }): Promise<Sallyport>;
  remove(): Promise<void>;
}

/** Data of the real server, with its key under a passphrase. */
export async function makeSealedFolder(): Promise<SealedFolder> {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-sealed-'));
  const [dataDir, keyFile] = [join(folder, 'data'), join(folder, 'master.key')];
  const settings = loadSettings({ argv: { dataDir, keyFile, port: 0 }, env: {}, cwd: folder });
  const running: Sallyport[] = [];
  const start: SealedFolder['start'] = async ({ clock, settings: change } = {}) => {
    const given = { logger: silentLogger, ...(clock ? { clock } : {}) };
    const sallyport = await openSallyport({ ...settings, ...change }, given);
    running.push(sallyport);
    return sallyport;
  };
  await (await start()).close();
  running.pop();
  const masterKey = new Uint8Array(Buffer.from(readFileSync(keyFile, 'utf8'), 'base64'));
  await moveKeyUnderPassphrase({ dataDir, keyFile }, masterKey, PASSPHRASE);
  return {
    ...{ settings, dataDir, keyFile, masterKey, start },
    async remove() {
      for (const one of running) await one.close().catch(() => {});
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const unseal = (url: string, passphrase: string) =>
  createApiClient(url).send('POST', '/api/seal/open', { passphrase });
