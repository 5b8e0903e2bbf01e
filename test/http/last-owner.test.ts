import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../src/cli/demo/api-client.ts';
import type { SamplePeople } from '../../src/cli/demo/sample-people.ts';
import { OWNER, type RunningServer, setUp, startServer } from '../fakes/running-server.ts';
import { loadSamplePeople } from '../fakes/sample-people.ts';
import { addWithFace, codeOf } from '../fakes/signed-in.ts';

let server: RunningServer;
let people: SamplePeople;
let owner: ApiClient;
let ownerId: string;
beforeAll(async () => {
  [server, people] = [await startServer(), await loadSamplePeople()];
  ({ api: owner, ownerId } = await setUp(server, people.knownPerson.enrolment.slice(0, 3)));
});
afterAll(() => server.close());

const tryAll = async () => {
  const { samples } = await owner.json<{ samples: { id: string }[] }>(
    'GET',
    `/api/people/${ownerId}/face-samples`,
  );
  const csv = `user name,roles\n${OWNER.userName},Administrator`;
  const tries: [string, string, object?][] = [
    ['POST', `/api/people/${ownerId}/suspend`],
    ['DELETE', `/api/people/${ownerId}`],
    ['PATCH', `/api/people/${ownerId}`, { roles: ['administrator'] }],
    ['PATCH', `/api/people/${ownerId}`, { validUntil: Date.now() + 86_400_000 }],
    ['DELETE', `/api/people/${ownerId}/face-samples/${samples[0]!.id}`],
  ];
  const codes = [];
  for (const [method, path, body] of tries) codes.push(await codeOf(await owner.send(method, path, body)));
  const checked = await owner.json<{ rows: { problem: string | null }[] }>(
    'POST',
    '/api/people/import/check',
    { csv },
  );
  return { codes, problem: checked.rows[0]!.problem };
};

describe('A16 the last owner who can sign in', () => {
  it('stays one, whatever way is tried', async () => {
    const { codes, problem } = await tryAll();
    expect(codes).toEqual(Array(5).fill('last_owner'));
    expect(problem).toMatch(/last owner/);
  });

  it('is still the last beside owners who cannot sign in, are suspended, or only for a time', async () => {
    const faces = people.otherPeople[0]!.enrolment;
    await addWithFace(owner, { userName: 'no-face', roles: ['owner'] }, []);
    await addWithFace(owner, { userName: 'no-password', roles: ['owner'], password: undefined }, faces);
    const validUntil = Date.now() + 86_400_000;
    await addWithFace(owner, { userName: 'for-a-day', roles: ['owner'], validUntil }, faces);
    const gone = await addWithFace(owner, { userName: 'suspended', roles: ['owner'] }, faces);
    await owner.call('POST', `/api/people/${gone}/suspend`);
    expect((await tryAll()).codes).toEqual(Array(5).fill('last_owner'));
  });

  it('may go once another one is there', async () => {
    await addWithFace(owner, { userName: 'second', roles: ['owner'] }, people.otherPeople[1]!.enrolment);
    expect(await codeOf(await owner.send('POST', `/api/people/${ownerId}/suspend`))).toBeNull();
  });
});
