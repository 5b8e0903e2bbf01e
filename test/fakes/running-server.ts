import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import WebSocket from 'ws';
import { type ApiClient, createApiClient } from '../../src/cli/demo/api-client.ts';
import { loadSettings } from '../../src/config/index.ts';
import { type Clock, silentLogger } from '../../src/kernel/index.ts';
import { openSallyport, type Sallyport } from '../../src/main.ts';

export interface RunningServer {
  sallyport: Sallyport;
  url: string;
  dataDir: string;
  keyFile: string;
  setupToken: string;
  /** A browser of its own: its cookies are not shared. */
  newClient(): ApiClient;
  close(): Promise<void>;
}

/** The real server on a free loopback port, with data in a temporary folder that goes with it. */
export async function startServer({
  settings: given = {},
  ...options
}: {
  clock?: Clock;
  settings?: Record<string, unknown>;
} = {}): Promise<RunningServer> {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-server-'));
  const [dataDir, keyFile] = [join(folder, 'data'), join(folder, 'master.key')];
  const settings = loadSettings({ argv: { dataDir, keyFile, port: 0, ...given }, env: {}, cwd: folder });
  const sallyport = await openSallyport(settings, { logger: silentLogger, ...options });
  return {
    ...{ sallyport, url: sallyport.url, dataDir, keyFile },
    setupToken: sallyport.setupUrl?.split('#')[1] ?? '',
    newClient: () => createApiClient(sallyport.url),
    async close() {
      await sallyport.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const OWNER = {
  userName: 'owner',
  displayName: 'The owner',
  email: 'owner@example.org',
  password: 'a long enough secret',
};

/** Makes the first administrator with these photographs and finishes the set-up; the client is signed in afterwards. */
export async function setUp(
  server: RunningServer,
  photos: Uint8Array[],
): Promise<{ api: ApiClient; ownerId: string }> {
  const api = server.newClient();
  const session = await api.json<{ person: { id: string } }>('POST', '/api/setup/administrator', {
    token: server.setupToken,
    ...OWNER,
  });
  for (const photo of photos) await api.call('POST', `/api/people/${session.person.id}/face-samples`, photo);
  await api.call('POST', '/api/setup/finish', {});
  return { api, ownerId: session.person.id };
}

export interface CaptureAnswer {
  type: string;
  guidance?: string;
  attempt?: { status: string; outcome: string | null; message: string | null; step: unknown };
  [key: string]: unknown;
}

/** Streams the same picture as a camera page would, one frame in flight, until something else than guidance comes. */
export function streamFrames(
  api: ApiClient,
  url: string,
  path: string,
  jpeg: Uint8Array,
  most = 40,
): Promise<CaptureAnswer[]> {
  return new Promise((finished, failed) => {
    const answers: CaptureAnswer[] = [];
    const socket = new WebSocket(url.replace('http', 'ws') + path, {
      headers: { cookie: api.cookieHeader() },
    });
    socket.on('error', failed);
    socket.on('open', () => socket.send(jpeg));
    socket.on('close', () => finished(answers));
    socket.on('message', (data) => {
      const answer = JSON.parse(String(data)) as CaptureAnswer;
      answers.push(answer);
      const goOn = answer.type === 'guidance' || answer.type === 'sample';
      if (goOn && answers.length < most) socket.send(jpeg);
      else socket.close();
    });
  });
}
