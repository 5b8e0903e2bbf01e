import { randomBytes } from 'node:crypto';
import { type ApiClient, createApiClient } from './api-client.ts';
import type { SamplePeople, SamplePerson } from './sample-people.ts';

export interface DemoAccount {
  userName: string;
  password: string;
  /** The kiosk that asks for a living face. */
  storeRoomId: string;
  api: ApiClient;
}

/** Does what a newcomer does in the set-up wizard, through the same interface. */
export async function setUpDemo(
  url: string,
  setupUrl: string,
  people: SamplePeople,
  mailPort: number,
): Promise<DemoAccount> {
  const api = createApiClient(url);
  const userName = 'owner';
  const password = `demo-${randomBytes(4).toString('hex')}`;
  const token = setupUrl.split('#')[1];
  const owner = await api.json<{ person: { id: string } }>('POST', '/api/setup/administrator', {
    ...{ token, userName, password },
    displayName: 'The owner',
    email: 'owner@example.org',
  });
  await enrol(api, owner.person.id, people.knownPerson);
  const mail = {
    host: '127.0.0.1',
    port: mailPort,
    security: 'none',
    userName: null,
    password: null,
    from: 'sallyport@example.org',
  };
  await api.call('PUT', '/api/settings/mail', mail);
  await api.call('POST', '/api/setup/finish', {});
  for (const [index, other] of people.otherPeople.entries()) {
    const member = { userName: `member-${index + 1}`, displayName: `Member ${index + 1}`, roles: ['member'] };
    const { id } = await api.json<{ id: string }>('POST', '/api/people', member);
    await enrol(api, id, other);
  }
  const room = { name: 'Store room', place: 'At the store room', flowId: 'password-live-face' };
  const storeRoom = await api.json<{ id: string }>('POST', '/api/access-points', room);
  return { userName, password, storeRoomId: storeRoom.id, api };
}

async function enrol(api: ApiClient, personId: string, { enrolment }: SamplePerson): Promise<void> {
  for (const photo of enrolment) await api.call('POST', `/api/people/${personId}/face-samples`, photo);
}
