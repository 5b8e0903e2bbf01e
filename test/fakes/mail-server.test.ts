import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createEmailChannel } from '../../src/alerts/channels/email.ts';
import { type MailSettings, verifyAndSend } from '../../src/alerts/index.ts';
import { type LanCertificate, openLanCertificate } from '../../src/http/lan-certificate.ts';
import { fileSealing } from './file-sealing.ts';
import { type MailServer, type MailServerOptions, startMailServer } from './mail-server.ts';

let folder: string;
let certificate: LanCertificate;
let server: MailServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mail-'));
  certificate = await openLanCertificate({
    dataDir: folder,
    hostNames: [],
    now: Date.now(),
    sealing: fileSealing(7),
  });
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => server?.stop());

async function serve(
  security: MailSettings['security'],
  options: MailServerOptions = {},
): Promise<MailSettings> {
  server = await startMailServer(options);
  return {
    host: '127.0.0.1',
    port: server.port,
    security,
    userName: null,
    password: null,
    from: 'door@example.org',
  };
}

const tryOut = (settings: MailSettings, ca?: string) =>
  verifyAndSend(settings, 'olga@example.org', {
    timeZone: 'Europe/Rome',
    now: 0,
    openChannel: (given) => createEmailChannel(given, ca ? { ca } : {}),
  });

test('STARTTLS encrypts before login and mail', async () => {
  const tls = { key: certificate.key, cert: certificate.cert };
  const settings = {
    ...(await serve('starttls', { tls, behaviour: 'auth' })),
    userName: 'sallyport',
    password: 'right password',
  };
  expect(await tryOut(settings, certificate.caCertPem)).toEqual({
    delivered: true,
    response: expect.stringMatching(/^250/),
  });
  expect(server.mails()[0]).toMatchObject({
    secure: true,
    subject: 'Sallyport: test message',
    to: 'olga@example.org',
  });
});

test('TLS from the first byte works as well', async () => {
  const tls = { key: certificate.key, cert: certificate.cert, implicit: true };
  expect(await tryOut(await serve('tls', { tls }), certificate.caCertPem)).toMatchObject({ delivered: true });
});

test('a server without STARTTLS gets no mail in the clear', async () => {
  const answer = await tryOut(await serve('starttls'));
  expect(answer).toEqual({ delivered: false, response: expect.stringMatching(/could not be encrypted/) });
  expect(server.mails()).toEqual([]);
});

test.each(['starttls', 'tls'] as const)(
  'a certificate that nobody vouches for gets no mail, by %s, not even on loopback',
  async (security) => {
    const tls = { key: certificate.key, cert: certificate.cert, implicit: security === 'tls' };
    const answer = await tryOut(await serve(security, { tls }));
    expect(answer).toEqual({ delivered: false, response: expect.stringMatching(/certificate/i) });
    expect(server.mails()).toEqual([]);
  },
);

test('the test button says what the server said', async () => {
  expect(await tryOut(await serve('none', { behaviour: 'reject' }))).toEqual({
    delivered: false,
    response: '550 5.1.1 No such mailbox',
  });
});

test('as a process of its own it says its port, prints its mail and takes orders', async () => {
  const mailProcess = spawn(process.execPath, ['--import', 'tsx', 'test/fakes/mail-server.ts'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: mailProcess.stdout })[Symbol.asyncIterator]();
  const next = async () => JSON.parse((await lines.next()).value as string) as Record<string, never>;
  const { port } = await next();
  const settings: MailSettings = {
    host: '127.0.0.1',
    port,
    security: 'none',
    userName: null,
    password: null,
    from: 'door@example.org',
  };
  expect(await tryOut(settings)).toMatchObject({ delivered: true });
  expect(await next()).toMatchObject({ mail: { to: 'olga@example.org', attachments: [] } });
  mailProcess.stdin.write('{"behave":"reject"}\n');
  expect(await next()).toEqual({ behaving: 'reject' });
  expect(await tryOut(settings)).toMatchObject({ delivered: false });
  mailProcess.stdin.end();
  expect(await new Promise((resolve) => mailProcess.once('exit', resolve))).toBe(0);
});
