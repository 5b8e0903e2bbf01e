import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../src/cli/demo/api-client.ts';
import { type RunningServer, setUp, startServer } from '../fakes/running-server.ts';
import { loadSamplePeople } from '../fakes/sample-people.ts';
import { codeOf } from '../fakes/signed-in.ts';

interface Screen {
  id: string;
  name: string;
  accessPoint: { name: string };
}
const FRONT = '/api/access-points/front-door/front';
const BEGIN = '/api/access-points/front-door/attempts';

let server: RunningServer;
let owner: ApiClient;
beforeAll(async () => {
  server = await startServer();
  ({ api: owner } = await setUp(server, (await loadSamplePeople()).knownPerson.enrolment));
});
afterAll(() => server.close());

/** A browser elsewhere: this machine's loopback network has more addresses than its own two. */
function ask(method: string, path: string, { cookie = '', body = undefined as object | undefined } = {}) {
  return new Promise<{ status: number; cookies: string[]; body: Record<string, unknown> }>((done, failed) => {
    const { hostname: host, port } = new URL(server.url);
    const json = body ? { 'content-type': 'application/json' } : {};
    const asking = request({
      host,
      port,
      method,
      path,
      localAddress: '127.0.0.2',
      headers: { cookie, ...json },
    });
    asking.on('error', failed);
    asking.on('response', async (answer) => {
      const text = (await answer.toArray()).join('');
      const cookies = answer.headers['set-cookie'] ?? [];
      done({ status: answer.statusCode!, cookies, body: JSON.parse(text || '{}') });
    });
    asking.end(body && JSON.stringify(body));
  });
}

const offer = (name = 'Tablet') =>
  owner.json<{ code: string }>('POST', '/api/access-points/front-door/pairing-codes', { name });
const list = async () => (await owner.json<{ screens: Screen[] }>('GET', '/api/screens')).screens;
const refusal = ({ status, body }: { status: number; body: Record<string, unknown> }) => [
  status,
  (body.error as { code: string }).code,
];

describe('E2 the kiosk of a new installation', () => {
  it('opens for this machine, and begins nothing for a browser of the network that was not paired', async () => {
    expect(await server.newClient().json('GET', FRONT)).toMatchObject({ screens: 'paired', mayBegin: true });
    expect((await ask('GET', FRONT)).body).toMatchObject({ name: 'Front door', mayBegin: false });
    expect(refusal(await ask('POST', BEGIN))).toEqual([403, 'screen_not_paired']);
    expect((await ask('POST', '/api/access-points/panel/attempts')).status).toBe(201);
  });

  it('opens for the browser in which the code was typed, by a cookie no script can read, until it is removed', async () => {
    const { code } = await offer();
    const paired = await ask('POST', '/api/screens', { body: { code } });
    expect(paired).toMatchObject({ status: 201, body: { accessPointId: 'front-door' } });
    expect(paired.cookies).toEqual([
      expect.stringMatching(/^sallyport_screen=.+; Max-Age=34560000; Path=\/; HttpOnly; SameSite=Strict$/),
    ]);
    const cookie = paired.cookies[0]!.split(';')[0]!;
    expect((await ask('GET', FRONT, { cookie })).body).toMatchObject({ mayBegin: true });
    expect((await ask('POST', BEGIN, { cookie })).status).toBe(201);
    expect(refusal(await ask('POST', '/api/screens', { body: { code } }))).toEqual([
      400,
      'pairing_code_wrong',
    ]);

    const [screen] = await list();
    expect(screen).toMatchObject({ name: 'Tablet', accessPoint: { name: 'Front door' } });
    expect(JSON.stringify(await list())).not.toContain(cookie.split('.')[1]);
    expect((await owner.send('DELETE', `/api/screens/${screen!.id}`)).status).toBe(204);
    expect(refusal(await ask('POST', BEGIN, { cookie }))).toEqual([403, 'screen_not_paired']);
    expect(await codeOf(await owner.send('DELETE', `/api/screens/${screen!.id}`))).toBe('not_found');
    const { events } = await owner.json<{ events: { sentence: string }[] }>('GET', '/api/events?limit=5');
    expect(events.map(({ sentence }) => sentence)).toEqual(
      expect.arrayContaining([
        'The owner paired a screen at Front door.',
        'The owner removed a screen at Front door: it begins nothing any more.',
      ]),
    );
  });

  it('opens for any browser once somebody chose that, which the log says; the panel’s sign-in always does', async () => {
    const point = { name: 'Front door', place: 'Here', flowId: 'password-face' };
    const change = (id: string, screens: string) =>
      owner.call('PUT', `/api/access-points/${id}`, { ...point, screens });
    await change('front-door', 'any');
    expect((await ask('POST', BEGIN)).status).toBe(201);
    // Left out, it stays as it is.
    await owner.call('PUT', '/api/access-points/front-door', { ...point, place: 'There' });
    expect((await ask('GET', FRONT)).body).toMatchObject({ screens: 'any' });
    await change('front-door', 'paired');
    expect((await ask('POST', BEGIN)).status).toBe(403);
    await change('panel', 'paired');
    expect((await ask('POST', '/api/access-points/panel/attempts')).status).toBe(201);
  });

  it('is guessed at slowly: an address that tries codes without end is made to wait', async () => {
    const answers = [];
    for (let round = 0; round < 70; round++)
      answers.push((await ask('POST', '/api/screens', { body: { code: `AAAA${round}` } })).status);
    expect(answers.filter((status) => status === 400).length).toBeLessThanOrEqual(60);
    expect(answers.at(-1)).toBe(429);
  });
});
