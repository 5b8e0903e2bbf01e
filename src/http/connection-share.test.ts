import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { shareConnections } from './connection-share.ts';

let server: Server;
const opened: Socket[] = [];
afterEach(() => {
  for (const socket of opened.splice(0)) socket.destroy();
  server.close();
});

/** A server that greets whomever it keeps, two of each address. */
async function listen(isShared: (address: string) => boolean = () => false): Promise<void> {
  server = createServer();
  shareConnections(server, 2, isShared);
  server.on('connection', (socket) => !socket.destroyed && socket.on('error', () => {}).write('hello'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
}

async function open(localAddress = '127.0.0.1'): Promise<{ kept: boolean; socket: Socket }> {
  const { port } = server.address() as AddressInfo;
  const socket = connect({ port, host: '127.0.0.1', localAddress });
  opened.push(socket);
  const greeted = once(socket, 'data').then(() => true);
  const ended = new Promise<boolean>((resolve) => socket.once('close', () => resolve(false)));
  return { kept: await Promise.race([greeted.catch(() => false), ended]), socket };
}

it('what one address opens beyond its share is ended, and another address is served all the same', async () => {
  await listen();
  const [first, second, third] = [await open(), await open(), await open()];
  expect([first.kept, second.kept, third.kept]).toEqual([true, true, false]);
  expect((await open('127.0.0.2')).kept).toBe(true);
  first.socket.destroy();
  await expect.poll(async () => (await open()).kept).toBe(true);
});

it('behind a proxy there are many: its address has no share', async () => {
  await listen((address) => address === '127.0.0.1');
  for (let n = 0; n < 4; n++) expect((await open()).kept).toBe(true);
});
