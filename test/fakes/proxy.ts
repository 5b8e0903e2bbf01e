import { createServer, request } from 'node:http';
import {
  type AddressInfo,
  connect,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from 'node:net';

export interface ReverseProxy {
  port: number;
  close(): Promise<void>;
}

/** What nginx and its like do: hands on to a port of this machine, saying who asks, and takes WebSockets. */
export async function startProxy(targetPort: number, keepHost = true): Promise<ReverseProxy> {
  const saying = (headers: NodeJS.Dict<string | string[]>, remote: string | undefined) => ({
    ...headers,
    ...(keepHost ? {} : { host: `127.0.0.1:${targetPort}` }),
    'x-forwarded-for': [headers['x-forwarded-for'], remote].filter(Boolean).join(', '),
    'x-forwarded-proto': 'https',
  });
  const server = createServer((incoming, answer) => {
    const { method, url, socket } = incoming;
    const headers = saying(incoming.headers, socket.remoteAddress);
    const upstream = request({ host: '127.0.0.1', port: targetPort, method, path: url, headers }, (reply) => {
      answer.writeHead(reply.statusCode!, reply.headers);
      reply.pipe(answer);
    });
    upstream.on('error', () => answer.destroy());
    incoming.pipe(upstream);
  });
  server.on('upgrade', (incoming, socket) => {
    const upstream = connect(targetPort, '127.0.0.1', () => {
      const lines = Object.entries(saying(incoming.headers, incoming.socket.remoteAddress)).map((header) =>
        header.join(': '),
      );
      upstream.write(`${incoming.method} ${incoming.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
    upstream.on('close', () => socket.destroy());
    socket.on('error', () => upstream.destroy());
    socket.on('close', () => upstream.destroy());
  });
  return openOnLoopback(server);
}

/** Hands everything on to a port of this machine from an address that is none of its own two: a browser elsewhere. */
export function startRelay(targetPort: number): Promise<ReverseProxy> {
  const server = createTcpServer((socket) => {
    const onward = connect({ host: '127.0.0.1', port: targetPort, localAddress: '127.0.0.2' });
    for (const [one, other] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
      one.pipe(other);
    }
  });
  return openOnLoopback(server);
}

async function openOnLoopback(server: Server): Promise<ReverseProxy> {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => open.add(socket));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((closed) => {
        for (const socket of open) socket.destroy();
        server.close(() => closed());
      }),
  };
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}
