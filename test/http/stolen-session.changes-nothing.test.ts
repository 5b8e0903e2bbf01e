import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../src/cli/demo/api-client.ts';
import type { SamplePeople } from '../../src/cli/demo/sample-people.ts';
import { type RunningServer, setUp, startServer, streamFrames } from '../fakes/running-server.ts';
import { loadSamplePeople } from '../fakes/sample-people.ts';
import { addWithFace, codeOf } from '../fakes/signed-in.ts';

const NEEDED = 'fresh_authentication_needed';
const MAIL = {
  ...{ host: '127.0.0.1', port: 2525, security: 'none', userName: null, password: null },
  from: 'house@example.org',
};
let time = Date.now();
let server: RunningServer;
let people: SamplePeople;
/** What a thief of the cookie has: the session of the owner, confirmed long ago. */
let thief: ApiClient;
let ownerId: string;
let memberId: string;
beforeAll(async () => {
  [server, people] = [await startServer({ clock: { now: () => time } }), await loadSamplePeople()];
  ({ api: thief, ownerId } = await setUp(server, people.knownPerson.enrolment.slice(0, 3)));
  memberId = await addWithFace(thief, { userName: 'mia', roles: ['member'] }, []);
  time += 11 * 60_000;
});
afterAll(() => server.close());

const tried = async (method: string, path: string, body?: object) =>
  codeOf(await thief.send(method, path, body));
const photo = () => people.otherPeople[0]!.enrolment[0]!;

describe('A16 a stolen session', () => {
  it('has no code sent to a mail server of its own', async () => {
    expect(await tried('PUT', '/api/settings/mail', MAIL)).toBe(NEEDED);
    expect(await thief.json('GET', '/api/settings/mail')).toEqual({ mail: null });
  });

  it('enrols no face, neither from a file nor before the camera, and takes none away', async () => {
    const path = `/api/people/${memberId}/face-samples`;
    expect(await codeOf(await thief.send('POST', path, photo()))).toBe(NEEDED);
    await expect(streamFrames(thief, server.url, `${path}/capture`, photo())).rejects.toThrow('403');
    const { samples } = await thief.json<{ samples: { id: string }[] }>('GET', path);
    expect(samples).toEqual([]);
    const own = `/api/people/${ownerId}/face-samples`;
    const held = await thief.json<{ samples: { id: string }[] }>('GET', own);
    expect(await tried('DELETE', `${own}/${held.samples[0]!.id}`)).toBe(NEEDED);
    expect(await tried('DELETE', `/api/people/${memberId}/face-refinements`)).toBe(NEEDED);
  });

  it('makes faces pass no more easily, and nobody hears less of what happens', async () => {
    const [{ choices: _, ...face }, notices] = [
      await thief.json<Record<string, unknown>>('GET', '/api/settings/face'),
      await thief.json<object>('GET', '/api/settings/notices'),
    ];
    expect(await tried('PUT', '/api/settings/face', face)).toBe(NEEDED);
    expect(await tried('PUT', '/api/settings/notices', notices)).toBe(NEEDED);
  });
});

describe('the set-up', () => {
  it('may take its time: whoever has no face yet could not confirm', async () => {
    const fresh = await startServer({ clock: { now: () => time } });
    const who = { userName: 'owner', displayName: 'Owner', email: 'o@example.org', password: 'long enough' };
    const api = fresh.newClient();
    await api.call('POST', '/api/setup/administrator', { token: fresh.setupToken, ...who });
    time += 11 * 60_000;
    expect(await codeOf(await api.send('PUT', '/api/settings/mail', MAIL))).toBeNull();
    await fresh.close();
  });
});
