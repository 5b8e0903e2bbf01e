import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../src/cli/demo/api-client.ts';
import type { SamplePeople } from '../../src/cli/demo/sample-people.ts';
import { OWNER, type RunningServer, setUp, startServer, streamFrames } from '../fakes/running-server.ts';
import { loadSamplePeople } from '../fakes/sample-people.ts';

let server: RunningServer;
let people: SamplePeople;
let owner: ApiClient;
let ownerId: string;
let guard: ApiClient;
let guardId: string;
const SECRET = 'another long secret';

/** Password and face at the panel; answers the attempt, and who it was may sign in with the client. */
async function pass(api: ApiClient, userName: string, password: string, photo: Uint8Array) {
  await api.call('POST', '/api/access-points/panel/attempts');
  await api.call('POST', '/api/attempt/factor', { factor: 'password', userName, password });
  await streamFrames(api, server.url, '/api/attempt/frames', photo);
  return api.json<{ id: string; status: string }>('GET', '/api/attempt');
}

beforeAll(async () => {
  [server, people] = [await startServer(), await loadSamplePeople()];
  ({ api: owner, ownerId } = await setUp(server, people.knownPerson.enrolment.slice(0, 3)));
  const who = { userName: 'guard', displayName: 'A guard', roles: ['guard'], password: SECRET };
  ({ id: guardId } = await owner.json<{ id: string }>('POST', '/api/people', who));
  for (const photo of people.otherPeople[0]!.enrolment)
    await owner.call('POST', `/api/people/${guardId}/face-samples`, photo);
  guard = server.newClient();
  await pass(guard, 'guard', SECRET, people.otherPeople[0]!.enrolment[0]!);
  await guard.call('POST', '/api/session');
});
afterAll(() => server.close());

const asOwner = (photo: Uint8Array) => pass(server.newClient(), OWNER.userName, OWNER.password, photo);
const samplesOf = (id: string) =>
  owner.json<{ samples: object[]; learned: object[]; impostors: { id: string; attemptId: string }[] }>(
    'GET',
    `/api/people/${id}/face-samples`,
  );

describe('the settings of faces', () => {
  it('A3 are told with what each choice costs, set, and hold for the next attempt', async () => {
    type Choice = { falseMatchRate: number; refusedShare: number | null };
    const before = await owner.json<{ choices: Choice[] }>('GET', '/api/settings/face');
    expect(before).toMatchObject({ falseMatchRate: 1e-4, learnFromSightings: true });
    expect(before.choices.map(({ falseMatchRate }) => falseMatchRate)).toEqual([1e-3, 1e-4, 1e-5]);
    const shares = before.choices.map(({ refusedShare }) => refusedShare!);
    expect(shares[0]).toBeGreaterThan(0);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBeLessThan(0.1);
    const settings = { falseMatchRate: 1e-5, learnFromSightings: false };
    expect(await owner.json('PUT', '/api/settings/face', settings)).toMatchObject(settings);
    const { id } = await asOwner(people.knownPerson.enrolment[0]!);
    const details = await owner.json<{ events: { facts: { score?: { threshold: number } } }[] }>(
      'GET',
      `/api/attempts/${id}`,
    );
    const strict = details.events.flatMap(({ facts }) => (facts.score ? [facts.score.threshold] : []));
    await owner.json('PUT', '/api/settings/face', { ...settings, falseMatchRate: 1e-3 });
    const { id: second } = await asOwner(people.knownPerson.enrolment[0]!);
    const { events } = await owner.json<typeof details>('GET', `/api/attempts/${second}`);
    const loose = events.flatMap(({ facts }) => (facts.score ? [facts.score.threshold] : []));
    expect(strict).toHaveLength(1);
    expect(loose[0]).toBeGreaterThan(strict[0]!);
    await owner.json('PUT', '/api/settings/face', { falseMatchRate: 1e-4, learnFromSightings: true });
  });

  it.each([
    { falseMatchRate: 0.5, learnFromSightings: true },
    { falseMatchRate: 1e-4 },
    { falseMatchRate: 1e-4, learnFromSightings: true, distance: 0.3 },
  ])('refuse %j', async (body) => {
    expect((await owner.send('PUT', '/api/settings/face', body)).status).toBe(400);
  });
});

describe('“this was not NAME”', () => {
  it('A3 is said by an administrator: the face is never taken for that person again, until it is removed', async () => {
    const photo = people.knownPerson.enrolment[3] ?? people.knownPerson.enrolment[0]!;
    const granted = await asOwner(photo);
    expect(granted.status).toBe('granted');
    const said = await owner.send('POST', `/api/attempts/${granted.id}/not-this-person`);
    expect(said.status).toBe(201);
    const { samples, learned, impostors } = await samplesOf(ownerId);
    expect([samples.length, learned.length]).toEqual([3, 0]);
    expect(impostors).toMatchObject([{ attemptId: granted.id }]);
    expect((await asOwner(photo)).status).toBe('denied');
    await owner.call('DELETE', `/api/people/${ownerId}/face-samples/${impostors[0]!.id}`);
    expect((await asOwner(photo)).status).toBe('granted');
  });

  it('A3 is said by the person, and by nobody else without the right', async () => {
    const own = await pass(server.newClient(), 'guard', SECRET, people.otherPeople[0]!.enrolment[1]!);
    const foreign = await asOwner(people.knownPerson.enrolment[0]!);
    expect([own.status, foreign.status]).toEqual(['granted', 'granted']);
    const say = async (api: ApiClient, id: string) =>
      (await api.send('POST', `/api/attempts/${id}/not-this-person`)).status;
    expect(await say(guard, foreign.id)).toBe(403);
    expect(await say(guard, 'no-such-attempt')).toBe(403);
    expect(await say(owner, 'no-such-attempt')).toBe(404);
    expect(await say(guard, own.id)).toBe(201);
    expect((await samplesOf(guardId)).impostors).toHaveLength(1);
  });
});

describe('somebody with a look-alike', () => {
  it('A3 is marked and shown so by an administrator', async () => {
    const changed = await owner.json('PATCH', `/api/people/${guardId}`, { secondFactor: true });
    expect(changed).toMatchObject({ secondFactor: true });
    expect((await guard.send('PATCH', `/api/people/${guardId}`, { secondFactor: false })).status).toBe(403);
  });
});

it('A21 what was learned is forgotten at a word, by those who may', async () => {
  expect(await owner.json('DELETE', `/api/people/${ownerId}/face-refinements`)).toMatchObject({
    removed: expect.any(Number),
  });
  expect((await samplesOf(ownerId)).learned).toEqual([]);
  expect((await guard.send('DELETE', `/api/people/${ownerId}/face-refinements`)).status).toBe(403);
});
