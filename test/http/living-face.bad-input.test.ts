import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { drawCamera, shoot } from '../../bench/liveness/camera.ts';
import type { HeadModel } from '../../bench/liveness/head-model.ts';
import { seededRandom } from '../../bench/liveness/random.ts';
import { headOf, openWatcher } from '../../bench/liveness/scene.ts';
import type { ApiClient } from '../../src/cli/demo/api-client.ts';
import { modelsForTests } from '../../src/vision/test-material.ts';
import {
  type CaptureAnswer,
  OWNER,
  type RunningServer,
  setUp,
  startServer,
} from '../fakes/running-server.ts';
import { loadSamplePeople } from '../fakes/sample-people.ts';

const MOVEMENTS = ['turn_left', 'turn_right', 'nod', 'blink', 'open_mouth'];
const camera = drawCamera(seededRandom(1));

let server: RunningServer;
let owner: ApiClient;
let head: HeadModel;
let socket: WebSocket | undefined;
beforeAll(async () => {
  const { knownPerson } = await loadSamplePeople();
  const watcher = await openWatcher(await modelsForTests());
  head = (await headOf(knownPerson.probes[0]!, watcher))!;
  await watcher.close();
  server = await startServer();
  ({ api: owner } = await setUp(server, knownPerson.enrolment));
  const door = { name: 'Front door', place: 'At the front door', flowId: 'password-live-face' };
  await owner.call('PUT', '/api/access-points/front-door', door);
});
afterAll(() => server.close());

/** One message, and what comes back. */
function ask(message: Uint8Array | string): Promise<CaptureAnswer> {
  return new Promise((answered) => {
    socket!.once('message', (data) => answered(JSON.parse(String(data)) as CaptureAnswer));
    socket!.send(message);
  });
}

/** The person sits still; the noise makes every frame a new one. */
const still = () => shoot(head.scene, camera);

/** Sits still until a movement is asked for. */
async function movementAsked(): Promise<string> {
  for (let n = 0; n < 80; n++) {
    const { guidance } = await ask(await still());
    if (MOVEMENTS.includes(guidance ?? '')) return guidance!;
    await new Promise((passed) => setTimeout(passed, 60));
  }
  throw new Error('No movement was asked for.');
}

beforeEach(async () => {
  const visitor = server.newClient();
  await visitor.call('POST', '/api/access-points/front-door/attempts');
  const { userName, password } = OWNER;
  await visitor.call('POST', '/api/attempt/factor', { factor: 'password', userName, password });
  socket = new WebSocket(`${server.url.replace('http', 'ws')}/api/attempt/frames`, {
    headers: { cookie: visitor.cookieHeader() },
  });
  await new Promise((opened) => socket?.once('open', opened));
});
afterEach(() => socket?.close());

describe('A17 while a movement is asked for', () => {
  it('a message that is no picture is answered with the reason, and the movement stays asked for', async () => {
    const movement = await movementAsked();
    const half = (await still()).slice(0, 4_000);
    for (const [message, refusal] of [
      [Buffer.from('no picture at all, but text'), 'not_an_image'],
      [new Uint8Array(0), 'empty'],
      [half, 'truncated'],
    ] as const)
      expect(await ask(message)).toMatchObject({ type: 'error', code: 'image_refused', refusal });
    expect(await ask(await still())).toMatchObject({ type: 'guidance', guidance: movement });
  });

  it('a text that is not “swap” is refused and changes nothing; “swap” asks for another movement, once', async () => {
    const movement = await movementAsked();
    for (const text of ['', 'SWAP', 'swap ', '{"type":"swap"}', 'live'])
      expect(await ask(text)).toMatchObject({ type: 'error', code: 'bad_input' });
    expect(await ask(await still())).toMatchObject({ guidance: movement });
    socket?.send('swap');
    const other = await movementAsked();
    expect(other).not.toBe(movement);
    socket?.send('swap');
    expect(await ask(await still())).toMatchObject({ guidance: other });
  });

  it('a frame of another size ends the attempt as another camera', async () => {
    await movementAsked();
    const larger = await sharp(await still())
      .resize(640, 480)
      .jpeg()
      .toBuffer();
    expect(await ask(larger)).toMatchObject({ type: 'attempt', attempt: { status: 'denied' } });
    const { events } = await owner.json<{ events: { type: string; facts: object }[] }>('GET', '/api/events');
    expect(events.find(({ type }) => type === 'attempt.denied')?.facts).toMatchObject({
      reason: 'liveness_failed',
      liveness: 'camera_changed',
    });
  });
});
