import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApiClient } from '../src/cli/demo/api-client.ts';
import { fillFrame, loadSamplePeople } from '../src/cli/demo/sample-people.ts';
import { OWNER, streamFrames } from '../test/fakes/running-server.ts';
import { startServerProcess } from '../test/fakes/server-process.ts';
import type { Row } from './row.ts';

const VISITORS = 12;

/**
 * Peak memory of the whole server (VmHWM of Linux) after people were enrolled and visitors came two at a time, each
 * with password and face, among them group photographs.
 */
export async function measureServing(): Promise<Row[]> {
  if (process.platform !== 'linux') return [];
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-bench-'));
  const server = await startServerProcess(folder);
  const people = await loadSamplePeople();
  const owner = createApiClient(server.url);
  const link = { token: server.setupToken, ...OWNER };
  const { person } = await owner.json<{ person: { id: string } }>('POST', '/api/setup/administrator', link);
  for (const photo of people.knownPerson.enrolment) {
    await owner.call('POST', `/api/people/${person.id}/face-samples`, photo);
  }
  await owner.call('POST', '/api/setup/finish', {});
  const pictures = [people.knownPerson.probes[0]!, people.twoPeople, people.knownPerson.probes[1]!];

  async function visit(picture: Uint8Array): Promise<void> {
    const api = createApiClient(server.url);
    await api.call('POST', '/api/access-points/panel/attempts');
    await api.call('POST', '/api/attempt/factor', {
      factor: 'password',
      userName: OWNER.userName,
      password: OWNER.password,
    });
    await streamFrames(api, server.url, '/api/attempt/frames', await fillFrame(picture), 20);
  }
  for (let i = 0; i < VISITORS; i += 2) {
    // One of the two always passes, so that nobody is made to wait for failures.
    await Promise.all([visit(pictures[0]!), visit(pictures[(i / 2) % 2 === 0 ? 2 : 0]!)]);
  }
  await visit(pictures[1]!);
  const value =
    Number(readFileSync(`/proc/${server.pid}/status`, 'utf8').match(/VmHWM:\s+(\d+) kB/)![1]) / 1024;
  await server.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
  return [{ name: 'peak memory of the serving process', value, unit: 'MB', limit: 400, holds: value < 400 }];
}
