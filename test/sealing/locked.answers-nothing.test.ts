import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { createApiClient } from '../../src/cli/demo/api-client.ts';
import { API, type RouteContract } from '../../src/http/contract/index.ts';
import type { Sallyport } from '../../src/main.ts';
import { openFiles } from '../fakes/open-files.ts';
import { makeSealedFolder, PASSPHRASE, type SealedFolder, unseal } from '../fakes/sealed-server.ts';

let folder: SealedFolder;
let locked: Sallyport;
let before: unknown;
beforeAll(async () => {
  folder = await makeSealedFolder();
  before = database();
  locked = await folder.start();
});
afterAll(() => folder.remove());

const routes = Object.entries(API) as [string, RouteContract][];
const closed = routes.filter(([, { permission }]) => permission !== 'always');
const pathOf = ({ url }: RouteContract) => url.replaceAll(/:\w+/g, 'some-id');

const database = () => {
  const file = join(folder.dataDir, 'sallyport.db');
  return [createHash('sha256').update(readFileSync(file)).digest('hex'), statSync(file).mtimeMs];
};

describe('a server whose data is sealed', () => {
  it.each(closed.filter(([, { websocket }]) => !websocket))(
    'E5 answers %s with “sealed”',
    async (_name, contract) => {
      const body = contract.body && contract.body !== 'image' ? { some: 'thing' } : undefined;
      const answer = await createApiClient(locked.url).send(contract.method, pathOf(contract), body);
      expect(answer.status).toBe(503);
      expect(await answer.json()).toEqual({ error: { code: 'sealed', message: expect.any(String) } });
    },
  );

  it.each(closed.filter(([, { websocket }]) => websocket))(
    'E5 opens no WebSocket at %s',
    async (_name, contract) => {
      const socket = new WebSocket(locked.url.replace('http', 'ws') + pathOf(contract));
      const status = await new Promise((resolve) => {
        socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
        socket.on('open', () => resolve('open'));
        socket.on('error', () => resolve('error'));
      });
      expect(status).toBe(503);
    },
  );

  it('E5 does not describe itself, and says that it is sealed to who asks after its health', async () => {
    for (const path of ['/api/openapi.json', '/api/nothing-here']) {
      expect([503, 404]).toContain((await fetch(locked.url + path)).status);
      expect(await (await fetch(locked.url + path)).text()).not.toContain('paths');
    }
    expect(await createApiClient(locked.url).json('GET', '/api/health')).toEqual({ status: 'sealed' });
    expect(await createApiClient(locked.url).json('GET', '/api/seal')).toMatchObject({
      sealed: true,
      waitMs: 0,
    });
  });

  it('E5 has neither opened nor touched the database by now', () => {
    expect(readdirSync(folder.dataDir).filter((name) => /-(wal|shm)$/.test(name))).toEqual([]);
    expect(database()).toEqual(before);
    expect(openFiles().filter((name) => name.startsWith(join(folder.dataDir, 'sallyport.db')))).toEqual([]);
  });

  it('E5 becomes the whole server at the same address once the passphrase is right, without ending', async () => {
    const answer = await unseal(locked.url, PASSPHRASE);
    expect(await answer.json()).toMatchObject({ sealed: true, opening: true });
    const server = await locked.unsealed!;
    expect(server.url).toBe(locked.url);
    const api = createApiClient(locked.url);
    expect(await api.json('GET', '/api/health')).toEqual({ status: 'ok' });
    expect(await api.json('GET', '/api/seal')).toMatchObject({ sealed: false });
    expect((await api.send('GET', '/api/events')).status).toBe(401);
    expect(
      openFiles().filter((name) => name.startsWith(join(folder.dataDir, 'sallyport.db'))).length,
    ).toBeGreaterThan(0);
    // No oracle: while it is open, a wrong passphrase looks like the right one.
    const wrong = await (await unseal(locked.url, 'not the passphrase')).json();
    expect(wrong).toEqual(await (await unseal(locked.url, PASSPHRASE)).json());
  });
});
