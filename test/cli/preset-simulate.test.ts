import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApiClient } from '../../src/cli/demo/api-client.ts';
import { OWNER } from '../fakes/running-server.ts';
import { MAIN, type ServerProcess, startServerProcess } from '../fakes/server-process.ts';

let folder: string;
let server: ServerProcess;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sallyport-cli-'));
  server = await startServerProcess(folder);
  const owner = { token: server.setupToken, ...OWNER };
  await createApiClient(server.url).call('POST', '/api/setup/administrator', owner);
});
afterAll(async () => {
  await server.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

function run(...args: string[]): Promise<{ code: number; out: string; error: string }> {
  const data = ['--data-dir', join(folder, 'data'), '--key-file', join(folder, 'master.key')];
  return new Promise((ended) => {
    execFile(process.execPath, [MAIN, ...args, ...data], { cwd: folder }, (failed, out, error) =>
      ended({ code: failed ? Number(failed.code) : 0, out, error }),
    );
  });
}

describe('at the console', () => {
  it('sallyport preset lists them, and sets one up beside the running server', async () => {
    expect((await run('preset')).out.split('\n').filter(Boolean)).toHaveLength(5);
    const made = await run('preset', 'watched-login', '--access-point', 'Terminal');
    const id = made.out.match(/\/kiosk\/(\S+) /)![1];
    const answer = await createApiClient(server.url).json('GET', `/api/access-points/${id}/front`);
    expect(answer).toMatchObject({ name: 'Terminal', flow: { watched: true } });
  });

  it('says what is missing for a preset, and which presets there are', async () => {
    expect((await run('preset', 'virtual-key')).error).toContain('mail is not set up yet');
    expect((await run('preset', 'nothing')).error).toContain('guarded-login');
  });

  it('sallyport simulate says granted or the reason, line by line or as JSON', async () => {
    const ask = ['simulate', '--person', OWNER.userName, '--access-point', 'Panel'];
    const refused = await run(...ask, '--factors', 'password', '--json');
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.out)).toMatchObject({ granted: false, reason: 'factor_missing' });
    const granted = await run(...ask.slice(0, -1), 'Terminal');
    expect(granted).toMatchObject({ code: 0, out: expect.stringContaining('Granted.') });
    expect((await run(...ask, '--at', 'noon')).error).toContain('is no time');
    expect((await run(...ask, '--factors', 'iris')).error).toContain('There is no factor iris');
  });
});
