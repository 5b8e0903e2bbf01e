import { afterEach, expect, test } from 'vitest';
import { type MailServer, type MailServerOptions, startMailServer } from '../../../test/fakes/mail-server.ts';
import type { ObligationId } from '../../kernel/index.ts';
import type { AlertMessage } from '../channel.ts';
import { photoCid } from '../channel.ts';
import type { MailSettings } from '../mail-settings.ts';
import { createEmailChannel, type EmailOptions } from './email.ts';

const PHOTO = Uint8Array.from({ length: 4000 }, (_, i) => (i * 7) % 256);
const ID = '3f0e' as ObligationId;
const message: AlertMessage = {
  id: ID,
  to: { address: 'ada@example.org', name: 'Ada Ångström' },
  subject: 'Refused at the front door',
  text: 'Plain words',
  html: `<p>Words<img src="cid:${photoCid(ID)}" alt="x"></p>`,
  photo: PHOTO,
  at: 0,
};

let server: MailServer;
afterEach(() => server?.stop());

async function serve(options: MailServerOptions = {}): Promise<MailSettings> {
  server = await startMailServer(options);
  return {
    host: '127.0.0.1',
    port: server.port,
    security: 'none',
    userName: null,
    password: null,
    from: 'door@example.org',
  };
}

const send = (settings: MailSettings, change: Partial<AlertMessage> = {}, options: EmailOptions = {}) =>
  createEmailChannel(settings, options).send({ ...message, ...change }, AbortSignal.timeout(5000));

test('a message arrives with its text, its page and the photograph inside, byte for byte', async () => {
  const settings = await serve();
  expect(await send(settings)).toEqual({
    outcome: 'delivered',
    response: expect.stringMatching(/^250 .*Queued/),
  });
  const [mail] = server.mails();
  expect(mail).toMatchObject({
    messageId: '<3f0e@example.org>',
    from: 'door@example.org',
    to: 'ada@example.org',
    toName: 'Ada Ångström',
    subject: 'Refused at the front door',
    envelope: { from: 'door@example.org', to: ['ada@example.org'] },
  });
  expect(mail!.text.trim()).toBe('Plain words');
  expect(mail!.html).toContain(`cid:${photoCid(ID)}`);
  expect(mail!.attachments).toHaveLength(1);
  expect(mail!.attachments[0]).toMatchObject({ contentId: photoCid(ID), mimeType: 'image/jpeg' });
  expect(Buffer.from(mail!.attachments[0]!.bytes).equals(PHOTO)).toBe(true);
  expect(mail!.headers).toContainEqual({ key: 'auto-submitted', value: 'auto-generated' });
});

test('without a photograph nothing is attached, and a second try carries the same Message-ID', async () => {
  const settings = await serve();
  await send(settings, { photo: null });
  await send(settings, { photo: null });
  const ids = server.mails().map((mail) => mail.messageId);
  expect(ids).toEqual(['<3f0e@example.org>', '<3f0e@example.org>']);
  expect(server.mails()[0]!.attachments).toEqual([]);
});

test.each([
  'ok@example.org\r\nRCPT TO:<evil@example.org>',
  'ok@example.org\nBcc: evil@example.org',
  'ok@example.org, evil@example.org',
  'Ok <ok@example.org>',
  '',
  `${'a'.repeat(250)}@example.org`,
])('the address %j never reaches the wire', async (address) => {
  const settings = await serve();
  expect(await send(settings, { to: { address, name: 'Ok' } })).toMatchObject({ outcome: 'rejected' });
  expect(server.connections()).toBe(0);
});

test('line breaks in a name, a subject or the sender add no header and no recipient', async () => {
  const settings = await serve();
  const evil = 'x\r\nBcc: evil@example.org\r\nX-Evil: 1';
  expect(
    await send(settings, { to: { address: 'ada@example.org', name: evil }, subject: evil }),
  ).toMatchObject({ outcome: 'delivered' });
  const [mail] = server.mails();
  expect(mail!.envelope.to).toEqual(['ada@example.org']);
  expect(mail!.headers.map(({ key }) => key)).not.toContain('bcc');
  expect(mail!.headers.map(({ key }) => key)).not.toContain('x-evil');
  expect(mail!.subject).toBe('x Bcc: evil@example.org X-Evil: 1');
  const spoofed = await send({ ...settings, from: 'a@example.org\r\nRCPT TO:<evil@example.org>' });
  expect(spoofed).toMatchObject({ outcome: 'retry', channelDown: true });
  expect(server.mails()).toHaveLength(1);
});

test('451 to the recipient is tried again, and says nothing about the others', async () => {
  const settings = await serve({ behaviour: 'tempfail' });
  expect(await send(settings)).toEqual({
    outcome: 'retry',
    why: expect.stringContaining('451 4.7.1 Greylisted'),
    channelDown: false,
  });
});

test.each([
  ['reject', /550 5\.1\.1 No such mailbox/],
  ['reject_message', /554 5\.6\.0 Message refused/],
] as const)('a server that answers 5xx (%s) ends it, with its words', async (behaviour, why) => {
  const settings = await serve({ behaviour });
  expect(await send(settings)).toEqual({
    outcome: 'rejected',
    why: expect.stringMatching(why),
    brief: expect.stringMatching(/^the mail server refused it \(5\d\d 5\.\d\.\d\)$/),
  });
});

test('a refused sender is a fault of the settings: it waits long and is lost never', async () => {
  const settings = await serve({ behaviour: 'reject_sender' });
  expect(await send(settings)).toMatchObject({
    outcome: 'retry',
    why: expect.stringMatching(/refused the sender: 553/),
    afterMs: 900_000,
    channelDown: true,
  });
});

test('a server that is not there, or never answers, is tried again', async () => {
  const settings = await serve({ behaviour: 'refuse_connection' });
  expect(await send(settings)).toMatchObject({
    outcome: 'retry',
    why: expect.stringContaining('ECONNREFUSED'),
    channelDown: true,
  });
  await server.behave('hang');
  expect(await send(settings, {}, { socketTimeoutMs: 300 })).toMatchObject({
    outcome: 'retry',
    why: expect.stringMatching(/did not answer in time/),
    channelDown: true,
  });
});

test('an aborted try ends at once and is tried again', async () => {
  const settings = await serve({ behaviour: 'hang' });
  const sending = createEmailChannel(settings).send(message, AbortSignal.timeout(100));
  const from = Date.now();
  expect(await sending).toMatchObject({
    outcome: 'retry',
    why: expect.stringMatching(/stopped/),
    channelDown: true,
  });
  expect(Date.now() - from).toBeLessThan(2000);
});

test('a wrong password waits long, says so, and shows neither the password nor its base64', async () => {
  const settings = {
    ...(await serve({ behaviour: 'auth' })),
    userName: 'sallyport',
    password: 'not-the-one',
  };
  const result = await send(settings);
  expect(result).toMatchObject({ outcome: 'retry', afterMs: 900_000, channelDown: true });
  expect(result).toMatchObject({ why: expect.stringMatching(/refused the user name or the password: 535/) });
  expect(JSON.stringify(result)).not.toContain('not-the-one');
  const echoed = await send({ ...settings, userName: 'not-the-one' });
  expect(echoed).toMatchObject({ why: expect.stringMatching(/Authentication failed for •••$/) });
  expect(await send({ ...settings, password: 'right password' })).toMatchObject({ outcome: 'delivered' });
  expect(await send({ ...settings, userName: null, password: null })).toMatchObject({
    outcome: 'retry',
    channelDown: true,
  });
});

test('without TLS nothing leaves this machine', async () => {
  const settings = await serve();
  expect(await send({ ...settings, host: 'mail.example.org' })).toMatchObject({
    outcome: 'retry',
    why: expect.stringMatching(/choose TLS or STARTTLS/),
  });
});
