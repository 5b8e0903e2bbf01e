import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../src/cli/demo/api-client.ts';
import { PERMISSIONS } from '../../src/people/index.ts';
import { OWNER, type RunningServer, setUp, startServer } from '../fakes/running-server.ts';
import { loadSamplePeople } from '../fakes/sample-people.ts';
import { addWithFace, codeOf, signIn } from '../fakes/signed-in.ts';

let server: RunningServer;
let [owner, keeper]: ApiClient[] = [];
let [ownerId, keeperId, memberId, roleId]: string[] = [];
const KEEPER_MAY = ['people.read', 'people.write', 'roles.write', 'log.read', 'flows.write'];

beforeAll(async () => {
  server = await startServer();
  const people = await loadSamplePeople();
  ({ api: owner, ownerId } = await setUp(server, people.knownPerson.enrolment));
  const role = { name: 'Keeper', permissions: KEEPER_MAY };
  roleId = (await owner!.json<{ id: string }>('POST', '/api/roles', role)).id;
  keeperId = await addWithFace(
    owner!,
    { userName: 'keeper', roles: [roleId] },
    people.otherPeople[0]!.enrolment,
  );
  memberId = await addWithFace(owner!, { userName: 'mia', roles: ['member'] }, []);
  keeper = await signIn(server, { userName: 'keeper' }, people.otherPeople[0]!.enrolment[0]!);
});
afterAll(() => server.close());

const tried = async (method: string, path: string, body?: object) =>
  codeOf(await keeper!.send(method, path, body));

describe('A16 somebody who manages people and roles, but not all of them', () => {
  it('gives what they hold', async () => {
    expect(await tried('PATCH', `/api/people/${memberId}`, { roles: [roleId!] })).toBeNull();
    expect(await tried('PATCH', `/api/people/${memberId}`, { roles: ['member'] })).toBeNull();
    const role = { name: 'Reader', permissions: ['log.read'] };
    expect(await tried('POST', '/api/roles', role)).toBeNull();
  });

  it('makes nobody owner or administrator: not others, not themselves, not somebody new', async () => {
    for (const role of ['owner', 'administrator'])
      for (const [method, path, rest] of [
        ['PATCH', `/api/people/${memberId}`, {}],
        ['PATCH', `/api/people/${keeperId}`, {}],
        ['POST', '/api/people', { userName: `new-${role}`, displayName: 'New' }],
      ] as const)
        expect([role, method, await tried(method, path, { ...rest, roles: [role] })]).toEqual([
          role,
          method,
          'no_permission',
        ]);
  });

  it('puts no permission into a role that they lack, in whatever role', async () => {
    const missing = PERMISSIONS.filter((permission) => !KEEPER_MAY.includes(permission));
    for (const permission of missing) {
      const role = { name: `With ${permission}`, permissions: [permission] };
      expect([permission, await tried('POST', '/api/roles', role)]).toEqual([permission, 'no_permission']);
    }
    const own = { name: 'Keeper', permissions: [...KEEPER_MAY, 'settings.write'] };
    expect(await tried('PUT', `/api/roles/${roleId}`, own)).toBe('no_permission');
    const member = { name: 'Member', permissions: ['settings.write'] };
    expect(await tried('PUT', '/api/roles/member', member)).toBe('no_permission');
  });

  it('touches nobody who may do more: no password, no suspension, no sessions, no erasure', async () => {
    for (const [method, path, body] of [
      ['PUT', '/password', { password: 'mine now, thank you' }],
      ['POST', '/suspend'],
      ['PATCH', '', { roles: ['member'] }],
      ['PATCH', '', { validUntil: 1000 }],
      ['DELETE', '/sessions'],
    ] as [string, string, object?][])
      expect([path, await tried(method, `/api/people/${ownerId}${path}`, body)]).toEqual([
        path,
        'no_permission',
      ]);
  });

  it('smuggles nothing in by a table', async () => {
    const rows = [
      'user name,display name,roles',
      'mia,Mia,Administrator',
      `${OWNER.userName},The owner,Member`,
      'fresh,Fresh,Owner',
    ];
    const csv = rows.join('\n');
    const { rows: judged } = await keeper!.json<{ rows: { what: string }[] }>(
      'POST',
      '/api/people/import/check',
      { csv },
    );
    expect(judged.map(({ what }) => what)).toEqual(['refused', 'refused', 'refused']);
    expect(await tried('POST', '/api/people/import', { csv })).toBe('rows_refused');
  });

  it('gives by a table that names no roles no more than they hold either', async () => {
    const member = { name: 'Member', permissions: ['deliveries.read'] };
    await owner!.call('PUT', '/api/roles/member', member);
    const csv = 'user name,display name\nquiet,Quiet';
    expect(await tried('POST', '/api/people/import', { csv })).toBe('rows_refused');
    await owner!.call('PUT', '/api/roles/member', { ...member, permissions: [] });
    expect(await tried('POST', '/api/people/import', { csv })).toBeNull();
  });

  it('makes by a preset no access point, and changes no settings, that they may not', async () => {
    const points = () => owner!.json<{ accessPoints: object[] }>('GET', '/api/access-points');
    const before = (await points()).accessPoints.length;
    expect(await tried('POST', '/api/presets/guarded-login', {})).toBe('no_permission');
    const [maker] = [{ name: 'Keeper', permissions: [...KEEPER_MAY, 'access_points.write'] }];
    await owner!.call('PUT', `/api/roles/${roleId}`, maker);
    expect(await tried('POST', '/api/presets/virtual-key', {})).toBe('no_permission');
    expect((await points()).accessPoints).toHaveLength(before);
    expect(await tried('POST', '/api/presets/guarded-login', {})).toBeNull();
    await owner!.call('PUT', `/api/roles/${roleId}`, { name: 'Keeper', permissions: KEEPER_MAY });
  });

  it('is held to a role that was cut down from the very next request on', async () => {
    const less = { name: 'Keeper', permissions: KEEPER_MAY.filter((one) => one !== 'log.read') };
    expect(await tried('GET', '/api/events')).toBeNull();
    await owner!.call('PUT', `/api/roles/${roleId}`, less);
    expect(await tried('GET', '/api/events')).toBe('no_permission');
  });
});

describe('built-in roles', () => {
  it('cannot be removed, the owner’s not be changed, and none be taken from under somebody', async () => {
    const own = (method: string, path: string, body?: object) => owner!.send(method, path, body).then(codeOf);
    expect(await own('DELETE', '/api/roles/guard')).toBe('role_built_in');
    expect(await own('PUT', '/api/roles/owner', { name: 'Owner', permissions: [] })).toBe('role_built_in');
    expect(await own('PUT', '/api/roles/guard', { name: 'Watch', permissions: [] })).toBe('role_built_in');
    expect(await own('DELETE', `/api/roles/${roleId}`)).toBe('role_in_use');
    expect(await own('POST', '/api/roles', { name: 'guard', permissions: [] })).toBe('name_taken');
    expect(await own('PUT', '/api/roles/guard', { name: 'Guard', permissions: ['log.read'] })).toBeNull();
  });

  it('a role that there is not is given to nobody', async () => {
    const answer = await owner!.send('PATCH', `/api/people/${memberId}`, { roles: ['no-such-role'] });
    expect(await codeOf(answer)).toBe('bad_input');
  });
});
