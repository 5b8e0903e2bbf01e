import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../src/cli/demo/api-client.ts';
import { type RunningServer, setUp, startServer } from '../fakes/running-server.ts';
import { loadSamplePeople } from '../fakes/sample-people.ts';

let server: RunningServer;
let api: ApiClient;
let ownerId: string;
beforeAll(async () => {
  server = await startServer();
  const people = await loadSamplePeople();
  ({ api, ownerId } = await setUp(server, people.knownPerson.enrolment));
});
afterAll(() => server.close());

const step = (...anyOf: string[]) => ({ anyOf, timeLimitMs: 30_000 });
const draft = (steps: object[], more: object = {}) => ({
  name: 'Night',
  description: '',
  steps,
  accepted: [],
  ...more,
});

async function refusal(method: string, path: string, body?: object) {
  const answer = await api.send(method, path, body);
  const { error } = (await answer.json()) as { error: { code: string; message: string; details?: object } };
  return { status: answer.status, ...error };
}

describe('flows over the API', () => {
  it('are added, changed and removed, each with an event that says what', async () => {
    const added = await api.json<{ id: string }>(
      'POST',
      '/api/flows',
      draft([step('password'), step('pin')]),
    );
    expect(added.id).toBe('night');
    await api.call('PUT', `/api/flows/${added.id}`, draft([step('face')], { accepted: ['face_alone'] }));
    await api.call('DELETE', `/api/flows/${added.id}`);
    const { events } = await api.json<{ events: { type: string; facts: object }[] }>(
      'GET',
      '/api/events?limit=20',
    );
    const ours = events.filter(({ type }) => type.startsWith('flow.')).reverse();
    const [before, after] = [[step('password'), step('pin')], [step('face')]];
    expect(ours.map(({ type, facts }) => [type, facts])).toEqual([
      ['flow.added', { flow: 'night' }],
      [
        'flow.changed',
        {
          ...{ flow: 'night', fields: ['steps', 'accepted'] },
          ...{ before: { steps: before, accepted: [] }, after: { steps: after, accepted: ['face_alone'] } },
        },
      ],
      ['flow.risk_accepted', { flow: 'night', risks: ['face_alone'] }],
      ['flow.removed', { flow: 'night' }],
    ]);
  });

  it('are refused with no step, with an unknown factor, and with one that cannot be asked for here', async () => {
    expect(await refusal('POST', '/api/flows', draft([]))).toMatchObject({
      status: 422,
      code: 'flow_refused',
    });
    expect(await refusal('POST', '/api/flows', draft([step('iris')]))).toMatchObject({ status: 400 });
    const sms = await refusal('POST', '/api/flows', draft([step('password'), step('sms_otp')]));
    expect(sms.message).toContain('No SMS provider is set up.');
    const mail = await refusal('POST', '/api/flows', draft([step('password'), step('email_otp')]));
    expect(mail.message).toContain('mail is not set up yet');
  });

  it('the panel’s own is refused when no owner could sign in any more, also by choosing another one for it', async () => {
    expect(
      await refusal('PUT', '/api/flows/password-face', draft([step('password'), step('pin')])),
    ).toMatchObject({
      code: 'flow_refused',
      details: { faults: [{ code: 'last_owner' }] },
    });
    await api.call('POST', '/api/flows', { ...draft([step('card'), step('pin')]), name: 'Cards' });
    const point = { name: 'Panel', place: 'Sign-in', flowId: 'cards' };
    expect((await refusal('PUT', '/api/access-points/panel', point)).code).toBe('flow_refused');
    await api.call('PUT', '/api/access-points/front-door', { ...point, name: 'Front door' });
    expect((await refusal('DELETE', '/api/flows/cards')).code).toBe('flow_in_use');
  });

  it('a preset that needs mail says so and makes nothing; another is there at once', async () => {
    const before = await api.json<{ flows: object[] }>('GET', '/api/flows');
    expect((await refusal('POST', '/api/presets/virtual-key', {})).code).toBe('flow_refused');
    expect((await api.json<{ flows: object[] }>('GET', '/api/flows')).flows).toHaveLength(
      before.flows.length,
    );
    expect((await refusal('POST', '/api/presets/nothing', {})).code).toBe('not_found');
    const made = await api.json<{ accessPointId: string }>('POST', '/api/presets/guarded-login', {
      name: 'Desk',
    });
    const front = await api.json<object>('GET', `/api/access-points/${made.accessPointId}/front`);
    expect(front).toMatchObject({ name: 'Desk', kind: 'kiosk', flow: { watched: false }, lockedMs: null });
  });

  it('what if: granted or the reason, with the trace; and nothing is written', async () => {
    const before = await api.json<{ events: object[] }>('GET', '/api/events?limit=200');
    const ask = (factors: string[]) =>
      api.json<object>('POST', '/api/what-if', { personId: ownerId, accessPointId: 'panel', factors });
    expect(await ask(['password', 'face'])).toMatchObject({ granted: true, sentence: 'Granted.' });
    expect(await ask(['password'])).toMatchObject({ granted: false, reason: 'no_face' });
    expect((await api.json<{ events: object[] }>('GET', '/api/events?limit=200')).events).toEqual(
      before.events,
    );
  });
});
