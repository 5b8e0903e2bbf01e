import type { ApiClient } from '../../src/cli/demo/api-client.ts';
import { type RunningServer, streamFrames } from './running-server.ts';

export const SECRET = 'another long secret';

/** Somebody with a password and these photographs. */
export async function addWithFace(
  owner: ApiClient,
  who: { userName: string; roles: string[]; [field: string]: unknown },
  photos: Uint8Array[],
): Promise<string> {
  const person = { displayName: who.userName, password: SECRET, ...who };
  const { id } = await owner.json<{ id: string }>('POST', '/api/people', person);
  for (const photo of photos) await owner.call('POST', `/api/people/${id}/face-samples`, photo);
  return id;
}

/** Walks through the panel's own access point, up to the grant. */
export async function passPanel(
  server: RunningServer,
  api: ApiClient,
  who: { userName: string; password?: string },
  photo: Uint8Array,
): Promise<void> {
  await api.call('POST', '/api/access-points/panel/attempts');
  const { userName, password = SECRET } = who;
  await api.call('POST', '/api/attempt/factor', { factor: 'password', userName, password });
  await streamFrames(api, server.url, '/api/attempt/frames', photo);
}

/** A browser of its own in which this person is signed in. */
export async function signIn(
  server: RunningServer,
  who: { userName: string; password?: string },
  photo: Uint8Array,
): Promise<ApiClient> {
  const api = server.newClient();
  await passPanel(server, api, who, photo);
  await api.call('POST', '/api/session');
  return api;
}

/** The code of an error, or null of success. */
export async function codeOf(answer: Response): Promise<string | null> {
  if (answer.ok) return null;
  return ((await answer.json()) as { error: { code: string } }).error.code;
}
