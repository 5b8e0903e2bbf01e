import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../src/cli/demo/api-client.ts';
import type { SamplePeople } from '../../src/cli/demo/sample-people.ts';
import { API, type RouteContract } from '../../src/http/contract/index.ts';
import { OWNER, type RunningServer, setUp, startServer } from '../fakes/running-server.ts';
import { loadSamplePeople } from '../fakes/sample-people.ts';
import { addWithFace, codeOf, passPanel } from '../fakes/signed-in.ts';

const MINUTE_MS = 60_000;
/** What changes who may pass and what they show, and what hands out everything about somebody. */
const ASKS = [
  ...['addPerson', 'changePerson', 'setPassword', 'reactivatePerson', 'erasePerson'],
  ...['importPeopleTable', 'exportPeopleTable', 'addRole', 'changeRole', 'removeRole'],
  ...['addGroup', 'renameGroup', 'removeGroup', 'putSessionSettings', 'setOwnPassword', 'exportMe'],
  ...['addFaceSample', 'captureFaceSamples', 'removeFaceSample', 'forgetSightings', 'putFaceSettings'],
  ...['putMailSettings', 'putNoticeSettings', 'rotateKeys', 'offerScreen'],
  ...['getOwnQr', 'issueOwnQr', 'issueOwnQrTwin', 'renewOwnPin'],
];

let time = Date.now();
let server: RunningServer;
let people: SamplePeople;
let owner: ApiClient;
beforeAll(async () => {
  [server, people] = [await startServer({ clock: { now: () => time } }), await loadSamplePeople()];
  ({ api: owner } = await setUp(server, people.knownPerson.enrolment));
  await addWithFace(owner, { userName: 'other', roles: ['administrator'] }, people.otherPeople[0]!.enrolment);
});
afterAll(() => server.close());

const add = async (name: string) => codeOf(await owner.send('POST', '/api/groups', { name }));
const face = () => people.knownPerson.enrolment[0]!;
const cookies = () => owner.cookieHeader();

describe('fresh authentication', () => {
  beforeEach(async () => {
    await passPanel(server, owner, OWNER, face());
    await owner.call('POST', '/api/session/confirm');
  });

  it('is asked for by every route that changes factors or permissions', () => {
    const routes = Object.entries(API) as [string, RouteContract][];
    const fresh = routes.filter(([, contract]) => contract.fresh).map(([name]) => name);
    expect(fresh).toEqual(expect.arrayContaining(ASKS));
  });

  it('holds for ten minutes, and not a second longer', async () => {
    time += 10 * MINUTE_MS;
    expect(await add('In time')).toBeNull();
    time += 1000;
    expect(await add('Too late')).toBe('fresh_authentication_needed');
  });

  it('is not needed to read, nor to suspend somebody at once', async () => {
    time += 11 * MINUTE_MS;
    expect((await owner.send('GET', '/api/people')).status).toBe(200);
    const list = await owner.json<{ people: { id: string; userName: string }[] }>('GET', '/api/people');
    const { id } = list.people.find(({ userName }) => userName === 'other')!;
    expect(await codeOf(await owner.send('POST', `/api/people/${id}/suspend`))).toBeNull();
    expect(await codeOf(await owner.send('POST', `/api/people/${id}/reactivate`))).toBe(
      'fresh_authentication_needed',
    );
    await passPanel(server, owner, OWNER, face());
    await owner.call('POST', '/api/session/confirm');
    expect(await codeOf(await owner.send('POST', `/api/people/${id}/reactivate`))).toBeNull();
  });

  it('a confirmation gives the session another token, the old one is void, and the grant is spent', async () => {
    const before = cookies();
    await passPanel(server, owner, OWNER, face());
    const attempt = cookies().match(/sallyport_attempt=[^;]+/)![0];
    await owner.call('POST', '/api/session/confirm');
    expect(cookies()).not.toBe(before);
    const asBefore = await fetch(`${server.url}/api/session`, { headers: { cookie: before } });
    expect(asBefore.status).toBe(401);
    const again = await fetch(`${server.url}/api/session`, { method: 'POST', headers: { cookie: attempt } });
    expect(await codeOf(again)).toBe('attempt_over');
  });

  it('is given by nobody else’s face and password, and by no attempt that was not granted', async () => {
    time += 11 * MINUTE_MS;
    const other = people.otherPeople[0]!.enrolment[0]!;
    await passPanel(server, owner, { userName: 'other' }, other);
    expect(await codeOf(await owner.send('POST', '/api/session/confirm'))).toBe('not_the_same_person');
    await owner.call('POST', '/api/access-points/panel/attempts');
    expect(await codeOf(await owner.send('POST', '/api/session/confirm'))).toBe('attempt_over');
    expect(await add('Still not')).toBe('fresh_authentication_needed');
  });

  it('is not given by a grant at a door', async () => {
    time += 11 * MINUTE_MS;
    await owner.call('POST', '/api/access-points/front-door/attempts');
    await owner.call('POST', '/api/attempt/factor', {
      factor: 'password',
      ...OWNER,
      displayName: undefined,
      email: undefined,
    });
    expect(await codeOf(await owner.send('POST', '/api/session/confirm'))).toBe('attempt_over');
    expect(await add('Not by a door')).toBe('fresh_authentication_needed');
  });
});
