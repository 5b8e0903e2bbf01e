import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SamplePeople } from '../../src/cli/demo/sample-people.ts';
import { OWNER, type RunningServer, startServer } from '../fakes/running-server.ts';
import { loadSamplePeople } from '../fakes/sample-people.ts';

let server: RunningServer;
let people: SamplePeople;
beforeAll(async () => {
  [server, people] = [await startServer(), await loadSamplePeople()];
});
afterAll(() => server.close());

describe('set-up', () => {
  it('has no account and no default password: nothing opens before the link is used', async () => {
    const api = server.newClient();
    expect((await api.send('GET', '/api/people')).status).toBe(401);
    expect(await api.json('GET', '/api/status')).toEqual({ setUp: false });
    const wrong = await api.send('POST', '/api/setup/administrator', { token: 'x'.repeat(32), ...OWNER });
    expect(await wrong.json()).toMatchObject({ error: { code: 'set_up_token_wrong' } });
  });

  it('refuses a short, a common and a self-named password', async () => {
    const api = server.newClient();
    for (const [password, code] of [
      ['short', 'password_too_short'],
      ['password123', 'password_too_common'],
      ['aaaaaaaaaaaa', 'password_too_common'],
      ['Longowner1', 'password_too_common'],
    ]) {
      const answer = await api.send('POST', '/api/setup/administrator', {
        token: server.setupToken,
        ...OWNER,
        userName: 'longowner',
        password,
      });
      expect([password, ((await answer.json()) as { error: { code: string } }).error.code]).toEqual([
        password,
        code,
      ]);
    }
  });

  it('cannot be finished before three samples are there, may be repeated until then, and never after', async () => {
    const api = server.newClient();
    const link = { token: server.setupToken, ...OWNER };
    await api.call('POST', '/api/setup/administrator', { ...link, userName: 'typo' });
    const { person } = await api.json<{ person: { id: string } }>('POST', '/api/setup/administrator', link);
    const listed = await api.json<{ people: { userName: string }[] }>('GET', '/api/people');
    expect(listed.people.map(({ userName }) => userName)).toEqual(['owner']);

    const early = await api.send('POST', '/api/setup/finish', {});
    expect(await early.json()).toMatchObject({ error: { code: 'not_enough_samples' } });
    for (const photo of people.knownPerson.enrolment.slice(0, 3)) {
      await api.call('POST', `/api/people/${person.id}/face-samples`, photo);
    }
    await api.call('POST', '/api/setup/finish', {});
    expect(await api.json('GET', '/api/status')).toEqual({ setUp: true });
    const again = await server
      .newClient()
      .send('POST', '/api/setup/administrator', { ...link, userName: 'intruder' });
    expect(await again.json()).toMatchObject({ error: { code: 'set_up_done' } });
  });
});
