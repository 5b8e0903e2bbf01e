import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { startServer } from '../fakes/running-server.ts';

/** Asks for a WebSocket and leaves the connection to the server. */
function upgrade(port: number, origin: string): Promise<{ said: string; ended: Promise<void> }> {
  return new Promise((answered, failed) => {
    const socket = connect(port, '127.0.0.1').on('error', failed);
    const ended = new Promise<void>((done) => socket.on('end', done));
    socket.once('data', (data) => answered({ said: String(data), ended }));
    const key = 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';
    const ours = `Host: 127.0.0.1:${port}\r\nOrigin: ${origin}`;
    socket.write(
      `GET /api/attempt/frames HTTP/1.1\r\n${ours}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${key}\r\n\r\n`,
    );
  });
}

it('a WebSocket that another site asks for is refused, holds no connection, and keeps nobody from stopping', async () => {
  const server = await startServer();
  const { said, ended } = await upgrade(Number(new URL(server.url).port), 'https://evil.example');
  expect(said).toMatch(/^HTTP\/1\.1 403/);
  await ended;
  await server.close();
});
