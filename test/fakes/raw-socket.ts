import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A masked WebSocket frame with fewer than 126 bytes. */
export function socketFrame(opcode: number, payload = '', isLast = true): Buffer {
  const head = [(isLast ? 0x80 : 0) | opcode, 0x80 | payload.length];
  // A mask of zeros leaves the payload as it is.
  return Buffer.concat([Buffer.from([...head, 0, 0, 0, 0]), Buffer.from(payload)]);
}

/** A camera socket by hand, for what no browser does: it never reads. */
export async function openRawSocket(url: string, cookie: string): Promise<Socket> {
  const { host, hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  const lines = ['GET /api/attempt/frames HTTP/1.1', `Host: ${host}`, `Cookie: ${cookie}`];
  lines.push('Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Version: 13');
  lines.push(`Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`);
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  await once(socket, 'data');
  socket.pause();
  return socket;
}
