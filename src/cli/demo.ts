import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { silentLogger } from '../kernel/index.ts';
import { openSallyport } from '../main.ts';
import { BUILT } from '../wiring/paths.ts';
import { type ApiClient, readEvents } from './demo/api-client.ts';
import { readyModels } from './ready-models.ts';
import { settingsOf } from './settings-options.ts';
import { stopOnSignal } from './start.ts';

const LATEST = 30;

export function addDemo(program: Command): void {
  program
    .command('demo')
    .description(
      'show it: the real server with people from sample photographs, a mailbox, and a stage with a camera',
    )
    .option('--port <number>', 'the port of the stage', '8480')
    .action(async ({ port }: { port: string }) => {
      const demo = await openDemo(Number(port));
      console.log(`\n  Open ${demo.url}\n\n  Everything is kept in a temporary folder and goes with Ctrl-C.`);
      stopOnSignal(demo.close);
    });
}

/** The whole demo, running. */
async function openDemo(port: number): Promise<{ url: string; close(): Promise<void> }> {
  // These parts need packages that only a full install has; the server itself does not.
  const { loadSamplePeople, makeScenes } = await import('./demo/scenes.ts');
  const { openMailbox } = await import('./demo/mailbox.ts');
  const { setUpDemo } = await import('./demo/set-up-demo.ts');
  const { startStage } = await import('./demo/stage-server.ts');

  await readyModels();
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-demo-'));
  const given = { dataDir: join(folder, 'data'), keyFile: join(folder, 'master.key'), port: 0 };
  // It goes when the demo ends: never among the real data, whatever the environment names.
  const settings = { ...settingsOf(given), database: null };
  const sallyport = await openSallyport(settings, { logger: silentLogger });
  const mailbox = await openMailbox();
  console.log('Enrolling people from the sample photographs …');
  const people = await loadSamplePeople();
  const account = await setUpDemo(sallyport.url, sallyport.setupUrl!, people, mailbox.port);
  const stage = await startStage({
    ...{ port, account, mailbox, serverUrl: sallyport.url, root: BUILT.stage },
    scenes: await makeScenes(people, BUILT.stage),
    followLog: await followLog(account.api),
  });
  return {
    url: stage.url,
    async close() {
      await stage.close();
      await sallyport.close();
      await mailbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Reads the live log as the signed-in owner and hands it on to the stage, which signs nobody in. */
async function followLog(api: ApiClient): Promise<(listener: (event: unknown) => void) => () => void> {
  const { events } = await api.json<{ events: unknown[] }>('GET', `/api/events?limit=${LATEST}`);
  const latest = events.reverse();
  const listeners = new Set<(event: unknown) => void>();
  const news = await api.call('GET', '/api/news');
  void readEvents(news, (event) => {
    latest.push(event);
    if (latest.length > LATEST) latest.shift();
    for (const listener of listeners) listener(event);
  }).catch(() => undefined);
  return (listener) => {
    for (const event of latest) listener(event);
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
}
