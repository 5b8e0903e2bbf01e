import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openRawSocket, socketFrame } from '../fakes/raw-socket.ts';
import { type RunningServer, startServer } from '../fakes/running-server.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const [CONTINUED, BINARY] = [0, 2];

it('a frame that comes in thousands of pieces of one byte ends its socket, and is kept no longer', async () => {
  const api = server.newClient();
  await api.call('POST', '/api/access-points/panel/attempts');
  const socket = await openRawSocket(server.url, api.cookieHeader());
  const piece = socketFrame(CONTINUED, 'x', false);
  socket.write(Buffer.concat([socketFrame(BINARY, 'x', false), ...Array<Buffer>(2_000).fill(piece)]));
  socket.resume();
  const outcome = once(socket, 'end').then(() => 'ended');
  const waiting = new Promise((resolve) => setTimeout(resolve, 2_000, 'kept'));
  expect(await Promise.race([outcome, waiting])).toBe('ended');
  socket.destroy();
});
