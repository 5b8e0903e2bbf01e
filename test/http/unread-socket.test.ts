import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openRawSocket, socketFrame } from '../fakes/raw-socket.ts';
import { type RunningServer, startServer } from '../fakes/running-server.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

async function openCamera() {
  const api = server.newClient();
  await api.call('POST', '/api/access-points/panel/attempts');
  return openRawSocket(server.url, api.cookieHeader());
}

const [TEXT, PING] = [1, 9];

it.each([
  ['texts, each of which is answered', socketFrame(TEXT, 'x')],
  ['pings', socketFrame(PING, 'x'.repeat(125))],
])(
  'a camera socket that sends %s, and never reads, is ended before the answers fill the memory',
  async (_, one) => {
    const socket = await openCamera();
    const ended = new Promise((resolve) => socket.on('error', resolve).on('close', resolve));
    const many = Buffer.concat(Array<Buffer>(5_000).fill(one));
    let isOver = false;
    void ended.then(() => {
      isOver = true;
    });
    for (let round = 0; round < 60 && !isOver; round++)
      if (!socket.write(many)) await Promise.race([once(socket, 'drain'), ended]);
    // Only who writes on learns that nobody listens any more.
    const isEnded = () => {
      if (!isOver) socket.write(one);
      return isOver;
    };
    await expect.poll(isEnded, { timeout: 2_000 }).toBe(true);
    socket.destroy();
  },
);
