import { afterAll, beforeAll, expect, it, test } from 'vitest';
import type { ApiClient } from '../../src/cli/demo/api-client.ts';
import { type RunningServer, setUp, startServer } from '../fakes/running-server.ts';
import { loadSamplePeople } from '../fakes/sample-people.ts';

const [PIN, TWIN, BOSS_PIN, BOSS_TWIN] = ['482913', '739105', '640275', '518362'];
const SECRET = 'a long enough secret too';

type Json = Record<string, unknown>;
let server: RunningServer;
let owner: ApiClient;
let [guard, ada] = [] as unknown as [ApiClient, ApiClient];
let [ownerId, adaId, kioskId, readerKey] = ['', '', '', ''];

beforeAll(async () => {
  server = await startServer();
  const photos = await loadSamplePeople();
  ({ api: owner, ownerId } = await setUp(server, photos.knownPerson.enrolment.slice(0, 3)));
  await owner.call('PUT', '/api/access-points/panel', { name: 'Panel', place: 'Here', flowId: 'password' });
  adaId = await addPerson('ada', ['member']);
  await addPerson('guard', ['guard']);
  // Nobody but a second owner receives an alarm of the first.
  await addPerson('second', ['owner']);
  const draft = {
    name: 'PIN',
    description: '',
    steps: [{ anyOf: ['pin'], timeLimitMs: 60_000 }],
    accepted: [],
  };
  const { id: flowId } = await owner.json<{ id: string }>('POST', '/api/flows', draft);
  const kiosk = { name: 'Door', place: 'Yard', flowId };
  kioskId = (await owner.json<{ id: string }>('POST', '/api/access-points', kiosk)).id;
  const reader = { name: 'Keypad', accessPointId: kioskId };
  readerKey = (await owner.json<{ key: string }>('POST', '/api/readers', reader)).key;
  await give(adaId, PIN!, 'Everyday', false);
  await give(adaId, TWIN!, 'Spare', true);
  await give(ownerId, BOSS_PIN!, 'Everyday', false);
  await give(ownerId, BOSS_TWIN!, 'Spare', true);
  [guard, ada] = [await signIn('guard'), await signIn('ada')];
});
afterAll(() => server.close());

async function addPerson(userName: string, roles: string[]): Promise<string> {
  const person = {
    userName,
    displayName: userName,
    roles,
    password: SECRET,
    email: `${userName}@example.org`,
  };
  return (await owner.json<{ id: string }>('POST', '/api/people', person)).id;
}

const give = (to: string, pin: string, label: string, duress: boolean) =>
  owner.call('POST', `/api/people/${to}/credentials`, { kind: 'pin', pin, label, duress });

async function signIn(userName: string): Promise<ApiClient> {
  const api = server.newClient();
  await api.call('POST', '/api/access-points/panel/attempts');
  await api.call('POST', '/api/attempt/factor', { factor: 'password', userName, password: SECRET });
  await api.call('POST', '/api/session');
  return api;
}

/** One walk at the kiosk: everything its screen is told, header by header, byte by byte. */
async function walk(pin: string) {
  const api = server.newClient();
  const answers = [
    await api.send('POST', `/api/access-points/${kioskId}/attempts`),
    await api.send('POST', '/api/attempt/factor', { factor: 'pin', pin }),
    await api.send('GET', '/api/attempt'),
  ];
  const told = [];
  for (const answer of answers) {
    const headers = [...answer.headers].filter(([name]) => !['date', 'set-cookie'].includes(name));
    told.push({ status: answer.status, headers, body: await answer.text() });
  }
  const { id } = JSON.parse(told[1]!.body) as { id: string };
  return { told, id };
}

/** Without what differs between any two attempts. */
const alike = (value: unknown, attemptId: string) =>
  JSON.stringify(value)
    .replaceAll(attemptId, 'ATTEMPT')
    .replace(/\\?"(deadlineAt|at|createdAt|seq|nextBeforeSeq|usedAt)\\?":(\d+|null)/g, '"$1":0');

test('B13 every answer to the kiosk is the same, byte for byte', async () => {
  const [usual, forced] = [await walk(PIN!), await walk(TWIN!)];
  expect(JSON.parse(usual.told[1]!.body)).toMatchObject({ status: 'granted', displayName: 'ada' });
  expect(alike(forced.told, forced.id)).toBe(alike(usual.told, usual.id));
});

test('B13 and so is every answer to a keypad', async () => {
  const [usual, forced] = [await report(PIN!), await report(TWIN!)];
  expect(forced).toEqual(usual);
  expect(usual).toMatchObject({ result: 'granted' });
});

async function report(pin: string): Promise<Json> {
  const answer = await fetch(`${server.url}/api/readers/report`, {
    method: 'POST',
    headers: { authorization: `Bearer ${readerKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'pin', pin }),
  });
  return (await answer.json()) as Json;
}

/** All that can be read of an attempt and around it. */
async function seenBy(api: ApiClient, attemptId: string, personId: string) {
  const paths = {
    events: '/api/events?limit=2',
    details: `/api/attempts/${attemptId}`,
    deliveries: '/api/deliveries',
    waiting: '/api/deliveries?state=waiting',
    overview: '/api/overview',
    own: '/api/me/events?limit=2',
    exported: '/api/me/export',
    credentials: `/api/people/${personId}/credentials`,
  };
  const seen: Record<string, unknown> = {};
  for (const [name, path] of Object.entries(paths)) {
    const answer = await api.send('GET', path);
    seen[name] = [answer.status, await answer.json()];
  }
  return seen;
}

it.each([
  ['a guard', () => guard, () => adaId, () => [PIN, TWIN]],
  ['the person themselves', () => ada, () => adaId, () => [PIN, TWIN]],
  ['an owner of their own duress', () => owner, () => ownerId, () => [BOSS_PIN, BOSS_TWIN]],
] as const)(
  'B13 what %s can read of it is the same, and nobody is told of anything sent',
  async (_who, client, id, pins) => {
    const [usualPin, forcedPin] = pins();
    // Pages are full from here on.
    for (const _ of [1, 2]) await walk(usualPin!);
    const usual = await walk(usualPin!);
    const before = await seenBy(client(), usual.id, id());
    const forced = await walk(forcedPin!);
    const after = await seenBy(client(), forced.id, id());
    for (const one of ['events', 'details', 'deliveries', 'waiting', 'credentials', 'own'])
      expect([one, alike(after[one], forced.id)]).toEqual([one, alike(before[one], usual.id)]);
    const counts = (seen: Record<string, unknown>) =>
      (seen.overview as [number, { alerts?: Json }])[1].alerts;
    expect(counts(after)).toEqual(counts(before));
    // An owner may know of what befell others.
    for (const one of ['events', 'details', 'own', 'exported', 'credentials'])
      expect([one, JSON.stringify(after[one])]).not.toEqual([
        one,
        expect.stringMatching(/"duress":true|silent/i),
      ]);
  },
);

test('B13 whoever receives silent alarms sees it, its messages, and which PIN it was', async () => {
  const { id } = await walk(TWIN!);
  const seen = JSON.stringify(await seenBy(owner, id, adaId));
  expect(seen).toContain('"duress":true');
  const details = await owner.json<{ deliveries: Json[]; events: Json[] }>('GET', `/api/attempts/${id}`);
  expect(details.deliveries).toHaveLength(2);
  const { credentials } = await owner.json<{ credentials: Json[] }>(
    'GET',
    `/api/people/${adaId}/credentials`,
  );
  expect(credentials.map(({ label, duress }) => [label, duress])).toEqual([
    ['Everyday', false],
    ['Spare', true],
  ]);
  const retry = `/api/deliveries/${String(details.deliveries[0]!.id)}/retry`;
  expect((await owner.send('POST', retry)).status).toBe(204);
});

test('B13 the live log tells a guard the same of both', async () => {
  const answer = await guard.call('GET', '/api/news');
  const reader = answer.body!.getReader();
  const [usual, forced] = [await walk(PIN!), await walk(TWIN!)];
  let text = '';
  while (
    !text.includes(`"attemptId":"${forced.id}"`) ||
    !text.endsWith('\n\n') ||
    text.split('granted').length < 3
  )
    text += new TextDecoder().decode((await reader.read()).value);
  await reader.cancel();
  const events = text.split('\n\n').filter((one) => one.includes('attempt.granted'));
  const of = (id: string) =>
    alike(
      events.filter((one) => one.includes(id)),
      id,
    );
  expect(events.length).toBeGreaterThanOrEqual(2);
  expect(of(forced.id)).toBe(of(usual.id));
});

test('B13 the answer takes as long: the quicker quarters of 120 of each, in turn, are apart by less than the noise of a network', async () => {
  const times: Record<string, number[]> = { [PIN!]: [], [TWIN!]: [] };
  for (let round = 0; round < 140; round++)
    for (const pin of round % 2 ? [PIN!, TWIN!] : [TWIN!, PIN!]) {
      const began = performance.now();
      await report(pin);
      if (round >= 20) times[pin]!.push(performance.now() - began);
    }
  // Other work on the machine only adds to a time.
  const quarter = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 2]!;
  const [usual, forced] = [quarter(times[PIN!]!), quarter(times[TWIN!]!)];
  console.info(`quicker quarters: ${usual.toFixed(2)} ms as usual, ${forced.toFixed(2)} ms under duress`);
  expect(Math.abs(forced - usual)).toBeLessThan(Math.max(2, usual * 0.25));
}, 120_000);
