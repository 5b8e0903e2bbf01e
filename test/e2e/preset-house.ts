import type { ApiClient } from '../../src/cli/demo/api-client.ts';
import { fillFrame, type SamplePeople } from '../../src/cli/demo/sample-people.ts';
import { type MailServer, startMailServer } from '../fakes/mail-server.ts';
import { OWNER, type RunningServer, setUp, startServer } from '../fakes/running-server.ts';
import { loadSamplePeople } from '../fakes/sample-people.ts';
import { type Browser, openBrowser } from './chromium.ts';

export interface LogEvent {
  seq: number;
  type: string;
  attemptId: string | null;
  snapshotId: string | null;
  facts: Record<string, unknown>;
}

/** A site with one owner, a mail server that takes everything, and one preset installed through the API. */
export async function openPresetHouse(preset: string, point: { name: string; place: string }) {
  const [server, mail, people] = [await startServer(), await startMailServer(), await loadSamplePeople()];
  const { api, ownerId } = await setUp(server, people.knownPerson.enrolment);
  await api.call('PUT', '/api/settings/mail', {
    host: '127.0.0.1',
    port: mail.port,
    security: 'none',
    from: 'sallyport@example.org',
  });
  const { accessPointId } = await api.json<{ accessPointId: string }>(
    'POST',
    `/api/presets/${preset}`,
    point,
  );
  return {
    ...{ server, mail, people, api, ownerId, accessPointId },
    kiosk: `${server.url}/kiosk/${accessPointId}`,
    events: async () => (await api.json<{ events: LogEvent[] }>('GET', '/api/events?limit=50')).events,
    async close() {
      await server.close();
      await mail.stop();
    },
  };
}
export type PresetHouse = {
  server: RunningServer;
  mail: MailServer;
  people: SamplePeople;
  api: ApiClient;
} & Awaited<ReturnType<typeof openPresetHouse>>;

export async function withCamera(picture: Uint8Array | null, work: (browser: Browser) => Promise<void>) {
  const browser = await openBrowser(picture && (await fillFrame(picture)));
  try {
    await work(browser);
  } finally {
    await browser.close();
  }
}

export async function typePassword(
  { page }: Browser,
  who: { userName: string; password: string } = OWNER,
): Promise<void> {
  await page.getByLabel('User name').fill(who.userName);
  await page.getByLabel('Password', { exact: true }).fill(who.password);
  await page.getByRole('button', { name: 'Continue' }).click();
}

export const begin = ({ page }: Browser) => page.getByRole('button', { name: 'Touch to begin' }).click();
