import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPublicFront } from '../../src/http/public-front.ts';
import { freePort, type ReverseProxy, startProxy } from '../fakes/proxy.ts';
import { type RunningServer, startServer } from '../fakes/running-server.ts';

const PUBLIC = 'https://door.example.org';
const BEGIN = '/api/access-points/panel/attempts';

let port: number;
let server: RunningServer;
let proxies: ReverseProxy[];
beforeAll(async () => {
  port = await freePort();
  server = await startServer({ settings: { port, publicUrl: `${PUBLIC}/` } });
  proxies = [await startProxy(port), await startProxy(port, false)];
});
afterAll(async () => {
  for (const proxy of proxies) await proxy.close();
  await server.close();
});

interface Asking {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: object;
  /** The client's own address. */
  from?: string;
}

function ask(
  to: number,
  { method = 'POST', path = BEGIN, headers = {}, body, from = '127.0.0.1' }: Asking = {},
) {
  return new Promise<{ status: number; cookies: string[]; headers: NodeJS.Dict<string | string[]> }>(
    (answered, failed) => {
      const asking = request({
        ...{ host: '127.0.0.1', port: to, method, path, localAddress: from },
        headers: {
          host: 'door.example.org',
          ...(body ? { 'content-type': 'application/json' } : {}),
          ...headers,
        },
      });
      asking.on('error', failed);
      asking.on('upgrade', ({ statusCode, headers: said }, socket) => {
        socket.destroy();
        answered({ status: statusCode!, cookies: [], headers: said });
      });
      asking.on('response', (answer) => {
        answer.resume();
        answer.on('end', () =>
          answered({
            status: answer.statusCode!,
            cookies: answer.headers['set-cookie'] ?? [],
            headers: answer.headers,
          }),
        );
      });
      asking.end(body && JSON.stringify(body));
    },
  );
}

describe('behind a proxy that speaks HTTPS', () => {
  it('links lead to the public address', () => {
    expect(server.sallyport.setupUrl).toMatch(/^https:\/\/door\.example\.org\/setup#/);
  });

  it('the public name is ours, whether the proxy hands Host on or not, and cookies are tied to it and to HTTPS', async () => {
    for (const proxy of proxies) {
      const { status, cookies, headers } = await ask(proxy.port, { headers: { origin: PUBLIC } });
      expect(status).toBe(201);
      expect(cookies).toEqual([expect.stringMatching(/^__Host-sallyport_attempt=[^;]+; /)]);
      expect(cookies[0]).toMatch(/Path=\/; HttpOnly; Secure; SameSite=Strict/);
      expect(headers['strict-transport-security']).toMatch(/max-age/);

      const cookie = cookies[0]!.split(';')[0]!;
      const body = { factor: 'password', userName: 'nobody', password: 'wrong' };
      const tried = { path: '/api/attempt/factor', body, headers: { cookie, origin: PUBLIC } };
      expect((await ask(proxy.port, tried)).status).toBe(200);
    }
  });

  it('no other name and no other origin is', async () => {
    expect((await ask(proxies[0]!.port, { headers: { host: 'evil.example' } })).status).toBe(403);
    for (const origin of [
      'https://evil.example',
      'http://door.example.org',
      'https://door.example.org:8470',
      `http://127.0.0.1:${port}`,
      `https://127.0.0.1:${port}`,
      'null',
    ]) {
      for (const proxy of proxies)
        expect([origin, (await ask(proxy.port, { headers: { origin } })).status]).toEqual([origin, 403]);
    }
  });

  it('WebSockets open for the public origin only', async () => {
    const [cookie] = (await ask(proxies[0]!.port)).cookies[0]!.split(';') as [string];
    const upgrade = (origin: string) => ({
      method: 'GET',
      path: '/api/attempt/frames',
      headers: {
        ...{ origin, cookie, connection: 'Upgrade', upgrade: 'websocket' },
        ...{ 'sec-websocket-version': '13', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' },
      },
    });
    expect((await ask(proxies[0]!.port, upgrade(PUBLIC))).status).toBe(101);
    expect((await ask(proxies[0]!.port, upgrade('https://evil.example'))).status).toBe(403);
  });

  it('each client is counted by its own address, and cannot say it is another', async () => {
    const { port: proxy } = proxies[0]!;
    let status = 201;
    for (let i = 0; i < 121 && status === 201; i++) ({ status } = await ask(proxy, { from: '127.0.0.2' }));
    expect(status).toBe(429);
    const headers = { 'x-forwarded-for': '203.0.113.9' };
    expect((await ask(proxy, { from: '127.0.0.2', headers })).status).toBe(429);
    expect((await ask(proxy, { from: '127.0.0.3' })).status).toBe(201);
  });
});

describe('who may connect', () => {
  const front = (trustedProxy: string | null) => createPublicFront({ publicUrl: PUBLIC, trustedProxy })!;

  it('is this machine when the proxy runs on it', () => {
    const { isProxy, mayConnect } = front(null);
    for (const own of ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'])
      expect([own, isProxy(own), mayConnect(own)]).toEqual([own, true, true]);
    for (const other of ['192.168.1.9', '::ffff:10.0.0.2', 'fe80::1%eth0', 'unknown', ''])
      expect([other, isProxy(other), mayConnect(other)]).toEqual([other, false, false]);
  });

  it('is else the proxy that was named, and this machine, which is then not taken for it', () => {
    const { isProxy, mayConnect } = front('10.0.0.0/30');
    expect(['10.0.0.2', '::ffff:10.0.0.2'].map(isProxy)).toEqual([true, true]);
    expect(['127.0.0.1', '::1', '10.0.0.4'].map(isProxy)).toEqual([false, false, false]);
    expect(['127.0.0.1', '10.0.0.2', '10.0.0.4'].map(mayConnect)).toEqual([true, true, false]);
    expect(front('fd00::7').isProxy('fd00:0::7')).toBe(true);
  });

  it('is everybody without a proxy: there is no front', () => {
    expect(createPublicFront({ publicUrl: null, trustedProxy: null })).toBeNull();
  });
});
