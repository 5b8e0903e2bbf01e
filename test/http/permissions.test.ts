import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../src/cli/demo/api-client.ts';
import { API, type RouteContract } from '../../src/http/contract/index.ts';
import { OWNER, type RunningServer, setUp, startServer, streamFrames } from '../fakes/running-server.ts';
import { loadSamplePeople } from '../fakes/sample-people.ts';

const PUBLIC = ['beginAttempt', 'getAccessPointFront', 'getStatus', 'makeFirstAdministrator', 'pairScreen'];
/** Open to everybody, and even while the data is sealed. */
const ALWAYS = ['getHealth', 'getSeal', 'unseal'];

/** What somebody is told who is nobody here. */
const CLOSED: Record<string, string> = { attempt: 'attempt_over', reader: 'reader_unknown' };

let server: RunningServer;
let owner: ApiClient;
let guard: ApiClient;
beforeAll(async () => {
  server = await startServer();
  const people = await loadSamplePeople();
  ({ api: owner } = await setUp(server, people.knownPerson.enrolment));
  const secret = 'another long secret';
  const { id } = await owner.json<{ id: string }>('POST', '/api/people', {
    userName: 'guard',
    displayName: 'A guard',
    roles: ['guard'],
    password: secret,
  });
  for (const photo of people.otherPeople[0]!.enrolment)
    await owner.call('POST', `/api/people/${id}/face-samples`, photo);
  guard = server.newClient();
  await guard.call('POST', '/api/access-points/panel/attempts');
  await guard.call('POST', '/api/attempt/factor', {
    factor: 'password',
    userName: 'guard',
    password: secret,
  });
  await streamFrames(guard, server.url, '/api/attempt/frames', people.otherPeople[0]!.enrolment[0]!);
  await guard.call('POST', '/api/session');
});
afterAll(() => server.close());

const routes = Object.entries(API) as [string, RouteContract][];
const pathOf = ({ url }: RouteContract) => url.replaceAll(/:\w+/g, 'some-id');

describe('permissions', () => {
  it.each(routes.filter(([name, { permission }]) => permission !== 'public' && !ALWAYS.includes(name)))(
    '%s is closed to a stranger',
    async (_name, contract) => {
      const body = contract.body && contract.body !== 'image' ? {} : undefined;
      const answer = await server.newClient().send(contract.method, pathOf(contract), body);
      const { error } = (await answer.json()) as { error: { code: string } };
      expect(error.code).toBe(CLOSED[contract.permission] ?? 'not_signed_in');
    },
  );

  it('only these are open to everybody', () => {
    const open = routes.filter(([, { permission }]) => permission === 'public').map(([name]) => name);
    expect(open.sort()).toEqual(PUBLIC);
    const always = routes.filter(([, { permission }]) => permission === 'always').map(([name]) => name);
    expect(always.sort()).toEqual(ALWAYS);
  });

  it('A16 a guard reads the log and changes nothing', async () => {
    expect((await guard.send('GET', '/api/events')).status).toBe(200);
    const { people } = await guard.json<{ people: { id: string; userName: string }[] }>('GET', '/api/people');
    const ownerId = people.find(({ userName }) => userName === OWNER.userName)!.id;
    const tries: [string, string, object?][] = [
      ['POST', '/api/people', { userName: 'friend', displayName: 'A friend' }],
      ['PUT', `/api/people/${ownerId}/password`, { password: 'mine now, thank you' }],
      ['DELETE', `/api/people/${ownerId}`],
      ['GET', '/api/settings/mail'],
      ['POST', '/api/setup/finish', {}],
    ];
    for (const [method, path, body] of tries) {
      const answer = await guard.send(method, path, body);
      expect([path, answer.status]).toEqual([path, 403]);
    }
  });

  it('a suspended person’s session ends at once', async () => {
    const { people } = await owner.json<{ people: { id: string; userName: string }[] }>('GET', '/api/people');
    const guardId = people.find(({ userName }) => userName === 'guard')!.id;
    await owner.call('POST', `/api/people/${guardId}/suspend`);
    expect((await guard.send('GET', '/api/session')).status).toBe(401);
  });
});
