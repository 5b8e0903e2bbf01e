import { afterAll, beforeAll, expect, it } from 'vitest';
import WebSocket from 'ws';
import type { ApiClient } from '../../src/cli/demo/api-client.ts';
import { type RunningServer, setUp, startServer } from '../fakes/running-server.ts';
import { loadSamplePeople } from '../fakes/sample-people.ts';

let server: RunningServer;
let owner: ApiClient;
let room: Uint8Array;
beforeAll(async () => {
  server = await startServer();
  const people = await loadSamplePeople();
  room = people.nobody;
  owner = (await setUp(server, people.knownPerson.enrolment.slice(0, 3))).api;
});
afterAll(() => server.close());

/** A camera of its own that shows an empty room once; what it is answered. */
async function showRoom(): Promise<{ type: string }> {
  const api = server.newClient();
  await api.call('POST', '/api/access-points/panel/attempts');
  const headers = { cookie: api.cookieHeader() };
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/api/attempt/frames`, { headers });
  socket.on('open', () => socket.send(room));
  return new Promise((answered, failed) => {
    socket.on('error', failed);
    socket.on('message', (data) => {
      answered(JSON.parse(String(data)));
      socket.close();
    });
  });
}

it('twenty cameras of one address fill no queue: each is answered, and no picture is refused as busy', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, showRoom));
  expect(answers.map(({ type }) => type)).toEqual(Array(20).fill('guidance'));
  const { engine } = await owner.json<{ engine: { refused: number } }>('GET', '/api/overview');
  expect(engine.refused).toBe(0);
});
