import { request } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startStage } from './stage-server.ts';

let stage: Awaited<ReturnType<typeof startStage>>;
beforeAll(async () => {
  stage = await startStage({
    port: 0,
    serverUrl: 'http://127.0.0.1:9',
    root: '/nowhere',
    scenes: [],
    account: { userName: 'owner', password: 'the demo’s password', storeRoomId: 'store-room' },
    mailbox: { mails: () => [] } as never,
    followLog: () => () => {},
  });
});
afterAll(() => stage.close());

function ask(path: string, headers: Record<string, string> = {}): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(stage.url);
  return new Promise((answered, failed) => {
    const asking = request({ hostname, port, path, headers }, (answer) => {
      let text = '';
      answer.on('data', (chunk) => {
        text += chunk;
      });
      answer.on('end', () => answered({ status: answer.statusCode!, text }));
    });
    asking.on('error', failed).end();
  });
}

it('tells its password to pages of this machine only, whatever name points here', async () => {
  const { port } = new URL(stage.url);
  for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, 'LOCALHOST'])
    expect((await ask('/stage/scenes', { host })).text).toContain('the demo’s password');
  for (const host of [
    `evil.example:${port}`,
    '127.0.0.1.evil.example',
    'localhost@evil.example',
    '0.0.0.0',
  ]) {
    const { status, text } = await ask('/stage/scenes', { host });
    expect([host, status, text]).toEqual([host, 403, '']);
  }
});

it('takes no WebSocket under a foreign name', async () => {
  const upgrade = { host: 'evil.example', connection: 'Upgrade', upgrade: 'websocket' };
  expect((await ask('/api/attempt/frames', upgrade)).status).toBe(403);
});

it('answers what is no path, and lives on', async () => {
  for (const path of ['//', '///', 'http://:99999/'])
    expect([path, (await ask(path)).status]).toEqual([path, 400]);
  expect((await ask('/stage/scenes')).status).toBe(200);
});
