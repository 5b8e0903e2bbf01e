import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ApiClient } from '../../src/cli/demo/api-client.ts';
import { type RunningServer, setUp, startServer } from '../fakes/running-server.ts';
import { loadSamplePeople } from '../fakes/sample-people.ts';
import { addWithFace, codeOf } from '../fakes/signed-in.ts';

let server: RunningServer;
let owner: ApiClient;
let [ownerId, secondId, pinId]: string[] = [];
const step = (...anyOf: string[]) => ({ anyOf, timeLimitMs: 30_000 });
const PIN = { kind: 'pin', label: 'PIN', duress: false };

/** The panel asks for a PIN, which one of two owners has. */
beforeAll(async () => {
  const people = await loadSamplePeople();
  server = await startServer();
  ({ api: owner, ownerId } = await setUp(server, people.knownPerson.enrolment));
  const faces = people.otherPeople[1]!.enrolment;
  secondId = await addWithFace(owner, { userName: 'second', roles: ['owner'] }, faces);
  pinId = await give(ownerId!, '482913');
  const flow = { name: 'Panel', description: '', steps: [step('password'), step('pin')], accepted: [] };
  await owner.call('PUT', '/api/flows/password-face', flow);
});
afterAll(() => server.close());

const give = async (id: string, pin: string) =>
  (await owner.json<{ id: string }>('POST', `/api/people/${id}/credentials`, { ...PIN, pin })).id;
const takePin = async () => codeOf(await owner.send('DELETE', `/api/people/${ownerId}/credentials/${pinId}`));
const suspend = async (id: string) => codeOf(await owner.send('POST', `/api/people/${id}/suspend`));

it('A16 the last owner who has what the panel asks for keeps it, and stays, whatever other owners have', async () => {
  expect([await takePin(), await suspend(ownerId!)]).toEqual(['last_owner', 'last_owner']);
  const cut = owner.send('PATCH', `/api/people/${ownerId}`, { roles: ['administrator'] });
  expect(await codeOf(await cut)).toBe('last_owner');
  expect(await codeOf(await owner.send('DELETE', `/api/people/${ownerId}`))).toBe('last_owner');
  expect(await suspend(secondId!)).toBeNull();
  await owner.call('POST', `/api/people/${secondId}/reactivate`);
});

it('A16 may go once another owner has it too', async () => {
  await give(secondId!, '640275');
  expect([await takePin(), await suspend(ownerId!)]).toEqual([null, null]);
});
