import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../src/cli/demo/api-client.ts';
import type { SamplePeople } from '../../src/cli/demo/sample-people.ts';
import { API, type RouteContract } from '../../src/http/contract/index.ts';
import { OWNER, type RunningServer, setUp, startServer } from '../fakes/running-server.ts';
import { loadSamplePeople } from '../fakes/sample-people.ts';
import { addWithFace, codeOf, passPanel, SECRET, signIn } from '../fakes/signed-in.ts';

let server: RunningServer;
let people: SamplePeople;
let [owner, mia]: ApiClient[] = [];
let [ownerId, miaId]: string[] = [];
beforeAll(async () => {
  [server, people] = [await startServer(), await loadSamplePeople()];
  ({ api: owner, ownerId } = await setUp(server, people.knownPerson.enrolment));
  const { id: group } = await owner!.json<{ id: string }>('POST', '/api/groups', { name: 'Family' });
  const who = { userName: 'mia', displayName: 'Mia', email: 'mia@example.org', phone: '+393331234567' };
  miaId = await addWithFace(
    owner!,
    { ...who, roles: ['member'], groups: [group] },
    people.otherPeople[0]!.enrolment,
  );
  await signIn(server, OWNER, people.knownPerson.enrolment[0]!);
  mia = await signIn(server, { userName: 'mia' }, people.otherPeople[0]!.enrolment[0]!);
});
afterAll(() => server.close());

describe('A16 a plain member', () => {
  it('sees nothing but what is about themselves: every other route of the panel is closed', async () => {
    const routes = Object.entries(API) as [string, RouteContract][];
    const managed = routes.filter(([, { permission }]) => permission.includes('.'));
    for (const [name, contract] of managed) {
      if (contract.websocket) continue;
      const body = contract.body && contract.body !== 'image' ? {} : undefined;
      const answer = await mia!.send(contract.method, contract.url.replaceAll(/:\w+/g, ownerId!), body);
      expect([name, await codeOf(answer)]).toEqual([name, 'no_permission']);
    }
  });

  it('sees their own details and what they pass with', async () => {
    expect(await mia!.json('GET', '/api/me')).toMatchObject({
      ...{ userName: 'mia', email: 'mia@example.org', phone: '+393331234567' },
      ...{ roles: ['Member'], groups: ['Family'] },
      factors: [
        { kind: 'password', count: 1 },
        { kind: 'face', count: people.otherPeople[0]!.enrolment.length },
      ],
    });
  });

  it('sees their own attempts only, without the facts behind them', async () => {
    const { events } = await mia!.json<{ events: object[] }>('GET', '/api/me/events?limit=100');
    expect(events).toHaveLength(1);
    expect(Object.keys(events[0]!).sort()).toEqual(
      ['accessPoint', 'at', 'granted', 'ipAddress', 'sentence', 'seq'].sort(),
    );
    expect(JSON.stringify(events)).not.toContain('owner');
  });

  it('sees and ends their own sessions only', async () => {
    const { sessions } = await mia!.json<{ sessions: { id: string; current: boolean }[] }>(
      'GET',
      '/api/me/sessions',
    );
    expect(sessions).toMatchObject([{ current: true, place: 'Panel' }]);
    const others = await owner!.json<{ sessions: { id: string }[] }>('GET', '/api/me/sessions');
    for (const { id } of others.sessions)
      expect(await codeOf(await mia!.send('DELETE', `/api/me/sessions/${id}`))).toBe('not_found');
    expect((await owner!.send('GET', '/api/session')).status).toBe(200);
  });

  it('changes their own password, stays signed in here, and is signed out elsewhere', async () => {
    const photo = people.otherPeople[0]!.enrolment[0]!;
    const elsewhere = await signIn(server, { userName: 'mia' }, photo);
    await mia!.call('PUT', '/api/me/password', { password: 'quite another one' });
    expect((await mia!.send('GET', '/api/session')).status).toBe(200);
    expect((await elsewhere.send('GET', '/api/session')).status).toBe(401);
    await signIn(server, { userName: 'mia', password: 'quite another one' }, photo);
  });

  it('gets no photograph of anybody else', async () => {
    const { samples } = await owner!.json<{ samples: { id: string }[] }>(
      'GET',
      `/api/people/${ownerId}/face-samples`,
    );
    expect(await codeOf(await mia!.send('GET', `/api/me/photographs/${samples[0]!.id}`))).toBe('not_found');
  });

  it('D9 takes a copy of everything that is kept about them, and of no secret', async () => {
    const text = JSON.stringify(await mia!.json('POST', '/api/me/export'));
    const data = JSON.parse(text);
    expect(data.person).toMatchObject({
      ...{ id: miaId, userName: 'mia', displayName: 'Mia', email: 'mia@example.org' },
      ...{ phone: '+393331234567', roles: ['Member'], groups: ['Family'], status: 'active' },
      ...{ validFrom: null, validUntil: null, secondFactor: false },
    });
    expect(data.factors.map(({ kind }: { kind: string }) => kind)).toEqual(['password', 'face']);
    expect(data.faceSamples).toHaveLength(people.otherPeople[0]!.enrolment.length);
    expect(data.sessions).toContainEqual(expect.objectContaining({ current: true, place: 'Panel' }));
    const types = data.events.map(({ type }: { type: string }) => type);
    for (const type of [
      'person.added',
      'credential.set',
      'face.sample_added',
      'attempt.granted',
      'session.started',
    ])
      expect(types).toContain(type);
    const kinds = data.photographs.map(({ kind }: { kind: string }) => kind);
    const enrolled = people.otherPeople[0]!.enrolment.length;
    expect(kinds.filter((kind: string) => kind === 'enrolment')).toHaveLength(enrolled);
    expect(kinds).toContain('attempt');
    for (const { path } of data.photographs as { path: string }[]) {
      const photo = new Uint8Array(await (await mia!.call('GET', path)).arrayBuffer());
      expect([...photo.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
    }
    for (const secret of ['argon2', 'tokenHash', 'template":', '"hash"', SECRET])
      expect(text).not.toContain(secret);
    for (const name of [OWNER.userName, OWNER.displayName, OWNER.email])
      expect(text).not.toContain(`"${name}"`);
  });

  it('gets no face of a stranger: not of one who tried as them, nor of one who is held against being taken for them', async () => {
    const photographs = async () => {
      const all = await mia!.json<{ photographs: { id: string; kind: string }[] }>('POST', '/api/me/export');
      return all.photographs.map(({ id }) => id);
    };
    const before = await photographs();
    const stranger = people.strangers[0]!;
    await passPanel(server, server.newClient(), { userName: 'mia', password: 'quite another one' }, stranger);
    const { events } = await owner!.json<{ events: { attemptId: string; snapshotId: string }[] }>(
      'GET',
      `/api/events?tone=alert&personId=${miaId}`,
    );
    expect(events[0]!.snapshotId).toBeTruthy();
    const grants = await owner!.json<{ events: { attemptId: string }[] }>(
      'GET',
      `/api/events?tone=grant&personId=${miaId}`,
    );
    const { sample } = await owner!.json<{ sample: { id: string } }>(
      'POST',
      `/api/attempts/${grants.events[0]!.attemptId}/not-this-person`,
    );
    const after = await photographs();
    for (const id of [events[0]!.snapshotId, sample.id]) {
      expect(after).not.toContain(id);
      expect(await codeOf(await mia!.send('GET', `/api/me/photographs/${id}`))).toBe('not_found');
    }
    expect(before.length).toBeGreaterThanOrEqual(after.length);
  });

  it('signs out everywhere with one press', async () => {
    await mia!.call('DELETE', '/api/me/sessions');
    expect((await mia!.send('GET', '/api/session')).status).toBe(401);
    const { sessions } = await owner!.json<{ sessions: object[] }>('GET', `/api/people/${miaId}/sessions`);
    expect(sessions).toEqual([]);
  });
});
