import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ApiClient } from '../../src/cli/demo/api-client.ts';
import { type RunningServer, setUp, startServer } from '../fakes/running-server.ts';
import { loadSamplePeople } from '../fakes/sample-people.ts';
import { addWithFace, signIn } from '../fakes/signed-in.ts';

const MAIL = {
  ...{ host: '127.0.0.1', port: 2525, security: 'none', userName: null, password: null },
  from: 'house@example.org',
};
const QR = { description: '', steps: [{ anyOf: ['qr'], timeLimitMs: 30_000 }], accepted: ['weak_alone'] };
let server: RunningServer;
let [owner, administrator]: ApiClient[] = [];
beforeAll(async () => {
  const people = await loadSamplePeople();
  server = await startServer();
  ({ api: owner } = await setUp(server, people.knownPerson.enrolment));
  const faces = people.otherPeople[0]!.enrolment;
  await addWithFace(owner!, { userName: 'adam', roles: ['administrator'] }, faces);
  administrator = await signIn(server, { userName: 'adam' }, faces[0]!);
});
afterAll(() => server.close());

const point = (flowId: string) => ({ name: 'Place', place: 'Here', flowId });
async function faultsOf(api: ApiClient, method: string, path: string, body: object) {
  const answer = await api.send(method, path, body);
  if (answer.ok) return null;
  const { error } = (await answer.json()) as { error: { details: { faults: { code: string }[] } } };
  return error.details.faults.map(({ code }) => code);
}

it('A16 an administrator does not become an owner by having codes sent to a server of theirs and letting the panel open by such a code', async () => {
  await administrator!.call('PUT', '/api/settings/mail', MAIL);
  const { id } = await administrator!.json<{ id: string }>('POST', '/api/flows', { name: 'Codes', ...QR });
  // Now everybody gets a code, and the mail goes to the administrator's server.
  await administrator!.call('PUT', '/api/access-points/front-door', point(id));
  expect(await owner!.json('GET', '/api/me/qr')).toMatchObject({ qr: { image: expect.any(String) } });
  const [panel, flow] = ['/api/access-points/panel', '/api/flows/password-face'];
  expect(await faultsOf(administrator!, 'PUT', panel, point(id))).toEqual(['owners_risk']);
  expect(await faultsOf(administrator!, 'PUT', flow, { name: 'Panel', ...QR })).toEqual(['owners_risk']);
  // An owner may: it is theirs that is at risk.
  expect(await faultsOf(owner!, 'PUT', panel, point(id))).toBeNull();
});
