import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ApiClient } from '../../src/cli/demo/api-client.ts';
import { readQrCodes } from '../../src/vision/codes/read-qr.ts';
import { OWNER, type RunningServer, startServer } from '../fakes/running-server.ts';

let server: RunningServer;
let api: ApiClient;
beforeAll(async () => {
  server = await startServer();
  api = server.newClient();
  await api.json('POST', '/api/setup/administrator', { token: server.setupToken, ...OWNER });
});
afterAll(() => server.close());

type OwnQr = { qr: { image: string; issuedAt: number } | null; mailed: boolean };
type Log = { events: { type: string; sentence: string }[] };

const textOf = async ({ qr }: OwnQr) => {
  const read = await readQrCodes(Buffer.from(qr!.image.split(',')[1]!, 'base64'));
  return read.ok ? read.value[0] : null;
};

it('D8 a person makes their own QR code, sees it again, and a new one takes its place', async () => {
  expect(await api.json<OwnQr>('GET', '/api/me/qr')).toEqual({ qr: null, mailed: true });
  const made = await textOf(await api.json<OwnQr>('POST', '/api/me/qr', {}));
  expect(made).toMatch(/^SP1\./);
  expect(await textOf(await api.json<OwnQr>('GET', '/api/me/qr'))).toBe(made);
  expect(await textOf(await api.json<OwnQr>('POST', '/api/me/qr', {}))).not.toBe(made);
});

it('who is told of what is kept, and the change stands in the log', async () => {
  const first = await api.json('GET', '/api/settings/notices');
  expect(first).toEqual({
    tellRegistrations: 'nobody',
    askAfterSuspiciousLogin: true,
    rollQrAtEveryLogin: true,
  });
  const wanted = {
    tellRegistrations: 'everybody',
    askAfterSuspiciousLogin: false,
    rollQrAtEveryLogin: false,
  };
  expect(await api.json('PUT', '/api/settings/notices', wanted)).toEqual(wanted);
  expect(await api.json('GET', '/api/settings/notices')).toEqual(wanted);
  const { events } = await api.json<Log>('GET', '/api/events?limit=20');
  const told = events.filter(({ type }) => type === 'settings.changed').map(({ sentence }) => sentence);
  expect(told.toSorted()).toEqual([
    expect.stringMatching(/notices settings/),
    expect.stringMatching(/qr settings/),
  ]);
});

it('D2 a registration that is refused because of its user name stands in the log', async () => {
  const person = { userName: OWNER.userName, displayName: 'Another', roles: ['member'] };
  expect(
    (await api.call('POST', '/api/people', person).catch((error: unknown) => error)) ?? null,
  ).toBeTruthy();
  const { events } = await api.json<Log>('GET', '/api/events?limit=20');
  expect(events.find(({ type }) => type === 'person.enrolment_failed')!.sentence).toBe(
    'The owner could not register somebody: somebody has this user name already.',
  );
});
