import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { extname, join, normalize } from 'node:path';
import type { Mailbox, ReceivedMail } from './mailbox.ts';
import type { Scene } from './scenes.ts';

export interface StageOptions {
  port: number;
  /** The real server, to which everything outside /stage goes. */
  serverUrl: string;
  /** The built stage page. */
  root: string;
  scenes: Scene[];
  account: { userName: string; password: string; storeRoomId: string };
  mailbox: Mailbox;
  /** Calls back with the latest events and then each new one. */
  followLog(listener: (event: unknown) => void): () => void;
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.jpg': 'image/jpeg',
  '.json': 'application/json',
};

/** The demo's own page and mailbox; all else is the real server's, so that the stage may look into its pages. */
export async function startStage(options: StageOptions): Promise<{ url: string; close(): Promise<void> }> {
  const target = new URL(options.serverUrl);
  const server = createServer((incoming, answer) => {
    if (!isMeantForUs(incoming)) return answer.writeHead(403).end();
    const path = pathOf(incoming);
    if (path === null) return answer.writeHead(400).end();
    if (path === '/stage' || path.startsWith('/stage/')) return serveStage(options, path, incoming, answer);
    if (path === '/' && !incoming.headers.cookie?.includes('sallyport_session'))
      return answer.writeHead(302, { location: '/stage' }).end();
    forward(target, incoming, answer);
  });
  server.on('upgrade', (incoming, socket, head) => {
    if (!isMeantForUs(incoming)) return socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
    const upstream = connect(Number(target.port), target.hostname, () => {
      const headers = incoming.rawHeaders.flatMap((value, i, all) =>
        i % 2 === 0 ? [`${value}: ${all[i + 1]}`] : [],
      );
      upstream.write(`${incoming.method} ${incoming.url} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`);
      upstream.write(head);
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
    socket.on('error', () => upstream.destroy());
  });
  const port = await listenHereOrAnywhere(server, options.port);
  return {
    url: `http://127.0.0.1:${port}/stage`,
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
}

/** A page of another site that has its name point here (DNS rebinding) would read the demo's password. */
function isMeantForUs({ headers }: IncomingMessage): boolean {
  return /^(127\.0\.0\.1|localhost)(:\d+)?$/i.test(headers.host ?? '');
}

/** Null for what is no path, such as `//`. */
function pathOf({ url = '/' }: IncomingMessage): string | null {
  return URL.canParse(url, 'http://stage') ? new URL(url, 'http://stage').pathname : null;
}

function listenHereOrAnywhere(server: ReturnType<typeof createServer>, port: number): Promise<number> {
  return new Promise((listening, failed) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') return failed(error);
      server.listen(0, '127.0.0.1');
    });
    server.once('listening', () => listening((server.address() as AddressInfo).port));
    server.listen(port, '127.0.0.1');
  });
}

function forward(target: URL, incoming: IncomingMessage, answer: ServerResponse): void {
  const { method, headers, url } = incoming;
  const upstream = request(
    { host: target.hostname, port: target.port, path: url, method, headers },
    (reply) => {
      answer.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(answer);
    },
  );
  upstream.on('error', () => answer.headersSent || answer.writeHead(502).end());
  answer.on('close', () => upstream.destroy());
  incoming.pipe(upstream);
}

function serveStage(
  options: StageOptions,
  path: string,
  incoming: IncomingMessage,
  answer: ServerResponse,
): void {
  const { scenes, account, mailbox } = options;
  const scene = scenes.find(({ id }) => path === `/stage/scenes/${id}.jpg`);
  const image = path.match(/^\/stage\/mailbox\/([\w.-]+)\/(\d+)$/);
  if (scene) answer.writeHead(200, { 'content-type': 'image/jpeg' }).end(scene.jpeg);
  else if (image) sendMailImage(mailbox, image[1]!, Number(image[2]), answer);
  else if (path === '/stage/scenes') sendJson(answer, viewStage(scenes, account));
  else if (path === '/stage/mailbox') sendJson(answer, { mails: mailbox.mails().map(viewMail) });
  else if (path === '/stage/mailbox/news') {
    stream(incoming, answer, 'mail', (send) => mailbox.onMail((mail) => send(viewMail(mail))));
  } else if (path === '/stage/log') stream(incoming, answer, 'event', options.followLog);
  else sendFile(options.root, path, answer);
}

const viewStage = (scenes: Scene[], { userName, password, storeRoomId }: StageOptions['account']) => ({
  scenes: scenes.map(({ id, title, caption, moves }) => ({
    ...{ id, title, caption, moves: moves ?? null },
    imageUrl: `/stage/scenes/${id}.jpg`,
  })),
  ...{
    userName,
    password,
    panelUrl: '/sign-in',
    kioskUrl: '/kiosk/front-door',
    livingKioskUrl: `/kiosk/${storeRoomId}`,
  },
});

const viewMail = ({ id, at, to, subject, text, html, images }: ReceivedMail) => ({
  ...{ id, at, to, subject, text, html },
  images: images.map(({ contentId }, index) => ({ contentId, url: `/stage/mailbox/${id}/${index}` })),
});

function sendMailImage(mailbox: Mailbox, id: string, index: number, answer: ServerResponse): void {
  const image = mailbox.mails().find((mail) => mail.id === id)?.images[index];
  if (image) answer.writeHead(200, { 'content-type': image.type }).end(image.bytes);
  else answer.writeHead(404).end();
}

function sendJson(answer: ServerResponse, value: unknown): void {
  answer
    .writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify(value));
}

function stream(
  incoming: IncomingMessage,
  answer: ServerResponse,
  name: string,
  subscribe: (send: (data: unknown) => void) => () => void,
): void {
  answer.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  answer.write(': open\n\n');
  incoming.on(
    'close',
    subscribe((data) => answer.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`)),
  );
}

function sendFile(root: string, path: string, answer: ServerResponse): void {
  const inside = normalize(path.replace(/^\/stage\/?/, '/'));
  const file = inside === '/' ? join(root, 'stage.html') : join(root, inside);
  if (!file.startsWith(root) || !existsSync(file) || !statSync(file).isFile())
    return void answer.writeHead(404).end();
  answer.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
  createReadStream(file).pipe(answer);
}
