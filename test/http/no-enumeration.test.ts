import { afterAll, beforeAll, expect, it } from 'vitest';
import { OWNER, type RunningServer, setUp, startServer } from '../fakes/running-server.ts';
import { loadSamplePeople } from '../fakes/sample-people.ts';

let time = Date.now();
let server: RunningServer;
beforeAll(async () => {
  server = await startServer({ clock: { now: () => time } });
  await setUp(server, (await loadSamplePeople()).knownPerson.enrolment.slice(0, 3));
});
afterAll(() => server.close());

async function tryName(userName: string): Promise<{ body: Record<string, unknown>; ms: number }> {
  const api = server.newClient();
  await api.call('POST', '/api/access-points/panel/attempts');
  const startedAt = performance.now();
  const body = await api.json<Record<string, unknown>>('POST', '/api/attempt/factor', {
    factor: 'password',
    userName,
    password: 'wrong',
  });
  const ms = performance.now() - startedAt;
  // Past every wait, so that each try is checked.
  time += 86_400_001;
  return { body: { ...body, id: '' }, ms };
}

const median = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1]!;

it('an unknown name and a wrong password get the same answer in the same time', async () => {
  const known: number[] = [];
  const unknown: number[] = [];
  for (let i = 0; i < 15; i++) {
    const one = await tryName(OWNER.userName);
    const other = await tryName('nobody-here');
    expect(one.body).toEqual(other.body);
    expect(one.body).toMatchObject({
      outcome: 'invalid',
      message: 'The user name or the password is not right.',
    });
    known.push(one.ms);
    unknown.push(other.ms);
  }
  // Without the decoy hash the unknown name answers in a tenth of the time.
  const ratio = median(known) / median(unknown);
  expect(ratio).toBeGreaterThan(0.6);
  expect(ratio).toBeLessThan(1.7);
});
