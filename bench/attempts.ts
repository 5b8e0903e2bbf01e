import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApiClient } from '../src/cli/demo/api-client.ts';
import { loadSamplePeople } from '../src/cli/demo/sample-people.ts';
import { OWNER } from '../test/fakes/running-server.ts';
import { type ServerProcess, startServerProcess } from '../test/fakes/server-process.ts';
import type { Row } from './row.ts';

const PEOPLE = 400;
/** How many stand at the door at once. */
const AT_ONCE = 8;

const pinOf = (n: number) => String(302_719_483 + n * 1_340_277);
const cardOf = (n: number) => `04A1${(0x100000 + n).toString(16).toUpperCase()}B2C3`;

/**
 * Attempts through PIN and card a second, through HTTP on loopback against the real server, and the 95th percentile of
 * the time of one answer. Every person comes from an address of their own: 127.0.0.0/8 is
 * all loopback.
 */
export async function measureAttempts(): Promise<Row[]> {
  if (process.platform !== 'linux') return [];
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-bench-'));
  const server = await startServerProcess(folder);
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  try {
    const pointId = await prepare(server);
    const times: number[] = [];
    let next = 0;
    let granted = 0;
    const startedAt = performance.now();
    const visitor = async () => {
      for (let n = next++; n < PEOPLE; n = next++) {
        const call = createCaller(server.url, agent, `127.1.${n >> 8}.${n & 255 || 1}`, times);
        await call(`/api/access-points/${pointId}/attempts`);
        await call('/api/attempt/factor', { factor: 'pin', pin: pinOf(n) });
        const last = await call('/api/attempt/factor', { factor: 'card', uid: cardOf(n) });
        if (last.status === 'granted') granted += 1;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, visitor));
    const seconds = (performance.now() - startedAt) / 1000;
    if (granted !== PEOPLE) throw new Error(`only ${granted} of ${PEOPLE} were granted`);
    const rate = PEOPLE / seconds;
    const p95 = [...times].sort((a, b) => a - b)[Math.floor(times.length * 0.95)]!;
    return [
      { name: 'attempts through PIN + card', value: rate, unit: '/s', limit: 200, holds: rate >= 200 },
      {
        name: 'attempts through PIN + card, p95 of an answer',
        value: p95,
        unit: 'ms',
        limit: 50,
        holds: p95 <= 50,
      },
    ];
  } finally {
    agent.destroy();
    await server.kill('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  }
}

async function prepare(server: ServerProcess): Promise<string> {
  const owner = createApiClient(server.url);
  const { knownPerson } = await loadSamplePeople();
  const link = { token: server.setupToken, ...OWNER };
  const { person } = await owner.json<{ person: { id: string } }>('POST', '/api/setup/administrator', link);
  for (const photo of knownPerson.enrolment)
    await owner.call('POST', `/api/people/${person.id}/face-samples`, photo);
  await owner.call('POST', '/api/setup/finish', {});
  const step = (kind: string) => ({ anyOf: [kind], timeLimitMs: 30_000 });
  const draft = { name: 'PIN and card', description: '', steps: [step('pin'), step('card')], accepted: [] };
  const flow = await owner.json<{ id: string }>('POST', '/api/flows', draft);
  const point = { name: 'Turnstile', place: 'Hall', flowId: flow.id, screens: 'any' };
  const { id } = await owner.json<{ id: string }>('POST', '/api/access-points', point);
  for (let n = 0; n < PEOPLE; n++) {
    const who = { userName: `visitor${n}`, displayName: `Visitor ${n}`, roles: ['member'] };
    const { id: personId } = await owner.json<{ id: string }>('POST', '/api/people', who);
    const give = (body: object) => owner.call('POST', `/api/people/${personId}/credentials`, body);
    await give({ kind: 'pin', pin: pinOf(n), label: 'PIN' });
    await give({ kind: 'card', uid: cardOf(n), label: 'Card' });
  }
  return id;
}

/** A browser of its own that keeps its one cookie. */
function createCaller(url: string, agent: Agent, address: string, times: number[]) {
  let cookie = '';
  return (path: string, body: object = {}): Promise<{ status: string }> =>
    new Promise((answered, failed) => {
      const text = JSON.stringify(body);
      const headers = {
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(text)),
        ...(cookie ? { cookie } : {}),
      };
      const startedAt = performance.now();
      const sent = request(
        url + path,
        { method: 'POST', agent, headers, localAddress: address },
        (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('end', () => {
            times.push(performance.now() - startedAt);
            const [line] = response.headers['set-cookie'] ?? [];
            if (line) cookie = line.split(';')[0]!;
            const answer = Buffer.concat(parts).toString();
            if (response.statusCode! >= 300) failed(new Error(`${path}: ${response.statusCode} ${answer}`));
            else answered(JSON.parse(answer) as { status: string });
          });
        },
      );
      sent.on('error', failed);
      sent.end(text);
    });
}
