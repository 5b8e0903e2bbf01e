import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromBase32, totpCode, totpStepAt } from '../../src/access/factors/totp.ts';
import type { ApiClient } from '../../src/cli/demo/api-client.ts';
import { type RunningServer, setUp, startServer } from '../fakes/running-server.ts';
import { loadSamplePeople } from '../fakes/sample-people.ts';
import { createAuthenticator } from '../fakes/software-authenticator.ts';

/** Moves on when it is told to. */
const clock = { time: Date.now(), now: () => clock.time };
interface Held {
  id: string;
  kind: string;
}

let server: RunningServer;
let owner: ApiClient;
let ownerId: string;
let site: { origin: string; rpId: string };
beforeAll(async () => {
  server = await startServer({ clock });
  const { knownPerson } = await loadSamplePeople();
  ({ api: owner, ownerId } = await setUp(server, knownPerson.enrolment));
  site = { origin: `http://localhost:${new URL(server.url).port}`, rpId: 'localhost' };
});
afterAll(() => server.close());

async function codeOf(answer: Response): Promise<[number, string | undefined]> {
  const body = (await answer.json().catch(() => ({}))) as { error?: { code: string } };
  return [answer.status, body.error?.code];
}
const challengeOf = async () =>
  (await owner.json<{ options: { challenge: string } }>('POST', '/api/me/passkeys/options')).options
    .challenge;
const finish = (response: unknown, label = 'A key') =>
  owner.send('POST', '/api/me/passkeys', { label, response });
const begin = (what: object) =>
  owner.json<{ secret: string; uri: string }>('POST', '/api/me/authenticators/secret', what);
const codeFor = (secret: string) => totpCode(fromBase32(secret), totpStepAt(clock.time));
const confirm = (code: string) => owner.send('POST', '/api/me/authenticators', { code });

describe('a new passkey', () => {
  const key = createAuthenticator('' as never);
  it('is taken once for each beginning, and never twice', async () => {
    const challenge = await challengeOf();
    expect((await finish(key.register({ challenge, ...site }))).status).toBe(201);
    expect(await codeOf(await finish(key.register({ challenge, ...site })))).toEqual([409, 'nothing_begun']);
    const again = await challengeOf();
    expect(await codeOf(await finish(key.register({ challenge: again, ...site })))).toEqual([
      409,
      'credential_taken',
    ]);
  });

  it('made elsewhere, unverified, for another challenge or too late is refused, without a word of what was expected', async () => {
    const wrongs = [
      { origin: 'http://localhost:1' },
      { origin: server.url },
      { rpId: 'example.org' },
      { verified: false },
      { challenge: 'another' },
      { crossOrigin: true },
      { type: 'webauthn.get' },
    ];
    for (const wrong of wrongs) {
      const challenge = await challengeOf();
      const answer = await finish(
        createAuthenticator('' as never).register({ challenge, ...site, ...wrong }),
      );
      const text = await answer.text();
      expect([wrong, answer.status, text]).toEqual([wrong, 400, expect.stringContaining('passkey_refused')]);
      expect(text).not.toContain(challenge);
    }
    const challenge = await challengeOf();
    clock.time += 120_000;
    const late = await finish(createAuthenticator('' as never).register({ challenge, ...site }));
    expect(await codeOf(late)).toEqual([409, 'nothing_begun']);
  });

  it('of nonsense is bad input', async () => {
    for (const response of [
      {},
      { id: '§' },
      'text',
      null,
      { ...key.register({ challenge: 'x' }), id: 'a b' },
    ])
      expect((await finish(response)).status).toBe(400);
  });
});

describe('an authenticator app', () => {
  it('is named after this site, and counts once its code confirmed it', async () => {
    const { secret, uri } = await begin({ label: 'My phone' });
    expect(fromBase32(secret)).toHaveLength(20);
    expect(uri).toMatch(
      /^otpauth:\/\/totp\/Sallyport%20at%20.+:owner\?secret=[A-Z2-7]{32}&issuer=Sallyport%20at%20/,
    );
    expect(await codeOf(await confirm('000000'))).toEqual([400, 'code_wrong']);
    expect((await confirm(codeFor(secret))).status).toBe(204);
    expect(await codeOf(await confirm(codeFor(secret)))).toEqual([409, 'nothing_begun']);
  });

  it('a code of a clock three minutes ahead is refused, and whoever sets it up is told', async () => {
    const { secret } = await begin({ label: 'A wrong clock' });
    const answer = await confirm(totpCode(fromBase32(secret), totpStepAt(clock.time) + 6));
    expect(await answer.text()).toMatch(/180 seconds ahead of/);
  });

  it('B13 a duress twin is set up beside an ordinary one, and looks like one more wherever it is listed', async () => {
    const { secret } = await begin({ label: 'My tablet', duress: true });
    expect((await confirm(codeFor(secret))).status).toBe(204);
    const { authenticators } = await owner.json<{ authenticators: object[] }>(
      'GET',
      '/api/me/authenticators',
    );
    expect(authenticators).toMatchObject([{ label: 'My phone' }, { label: 'My tablet' }]);
    expect(authenticators.map((one) => Object.keys(one))).toEqual([
      ['id', 'label', 'createdAt'],
      ['id', 'label', 'createdAt'],
    ]);
  });

  it('is removed by an administrator when a phone is lost', async () => {
    const path = `/api/people/${ownerId}/credentials`;
    const held = async () => {
      const { credentials } = await owner.json<{ credentials: Held[] }>('GET', path);
      expect(JSON.stringify(credentials)).not.toMatch(/base32|secret|publicKey/);
      return credentials.filter(({ kind }) => kind === 'totp');
    };
    expect(await held()).toHaveLength(2);
    for (const { id } of await held()) await owner.call('DELETE', `${path}/${id}`);
    expect(await held()).toEqual([]);
    const twin = { label: 'Alone', duress: true };
    expect(await codeOf(await owner.send('POST', '/api/me/authenticators/secret', twin))).toEqual([
      409,
      'twin_alone',
    ]);
  });
});

describe('one’s own keys', () => {
  it('are changed only by who showed lately who they are', async () => {
    clock.time += 20 * 60_000;
    const tries: [string, string, object?][] = [
      ['POST', '/api/me/passkeys/options'],
      ['POST', '/api/me/authenticators/secret', { label: 'x' }],
      ['DELETE', '/api/me/passkeys/some-id'],
      ['DELETE', '/api/me/authenticators/some-id'],
    ];
    for (const [method, path, body] of tries)
      expect([path, ...(await codeOf(await owner.send(method, path, body)))]).toEqual([
        path,
        403,
        'fresh_authentication_needed',
      ]);
  });

  it('pages may use passkeys for themselves and for no frame within them', async () => {
    const policy = (await owner.send('GET', '/api/status')).headers.get('permissions-policy');
    expect(policy).toContain('publickey-credentials-get=(self)');
    expect(policy).toContain('publickey-credentials-create=(self)');
  });
});
