import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import type { HttpServices } from '../services.ts';
import { frameSockets } from './frame-sockets.ts';

/** A socket that keeps what is sent to it. */
function fakeSocket() {
  const sent: string[] = [];
  const socket = Object.assign(new EventEmitter(), {
    ...{ OPEN: 1, readyState: 1, bufferedAmount: 0, close() {}, terminate() {} },
    send: (text: string) => void sent.push(text),
  });
  return { socket, sent };
}

it('a frame that comes while the server still looks its attempt up is answered, however slow the database is', async () => {
  const services = {
    store: {
      attempts: {
        find: () => new Promise((found) => setTimeout(() => found({ id: 'a', status: 'open' }), 20)),
      },
    },
    access: { showFrame: async () => ({ kind: 'guidance', guidance: 'checking', progress01: 0, box: null }) },
    frameTurns: (_address: string, work: () => unknown) => work(),
    news: { subscribe: () => () => {} },
  } as unknown as HttpServices;
  const { socket, sent } = fakeSocket();
  const caller = { attempt: { id: 'a' }, ipAddress: '192.0.2.1' };
  const serving = frameSockets(services).showFrames({ caller } as never, socket as never);
  socket.emit('message', Buffer.from('a frame'), true);
  await serving;
  await expect.poll(() => sent).toEqual([expect.stringContaining('"guidance":"checking"')]);
  socket.emit('close');
});
