import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../src/cli/demo/api-client.ts';
import { darken, fillFrame, type SamplePeople } from '../../src/cli/demo/sample-people.ts';
import { type MailServer, startMailServer } from '../fakes/mail-server.ts';
import { OWNER, type RunningServer, setUp, startServer } from '../fakes/running-server.ts';
import { loadSamplePeople } from '../fakes/sample-people.ts';
import { type Browser, hasChromium, openBrowser, reads } from './chromium.ts';

let server: RunningServer;
let mail: MailServer;
let api: ApiClient;
let people: SamplePeople;
beforeAll(async () => {
  [server, mail, people] = [await startServer(), await startMailServer(), await loadSamplePeople()];
  ({ api } = await setUp(server, people.knownPerson.enrolment));
  await api.call('PUT', '/api/settings/mail', {
    host: '127.0.0.1',
    port: mail.port,
    security: 'none',
    from: 'sallyport@example.org',
  });
});
afterAll(async () => {
  await server.close();
  await mail.stop();
});

const WRONG_PASSWORD = 'not the secret';

async function withCamera(picture: Uint8Array, work: (browser: Browser) => Promise<void>): Promise<void> {
  const browser = await openBrowser(picture);
  try {
    await work(browser);
  } finally {
    await browser.close();
  }
}

async function signIn({ page }: Browser, who: { userName: string; password: string } = OWNER): Promise<void> {
  await page.goto(`${server.url}/sign-in`);
  await page.getByLabel('User name').fill(who.userName);
  await page.getByLabel('Password', { exact: true }).fill(who.password);
  await page.getByRole('button', { name: 'Continue' }).click();
}

interface LogEvent {
  type: string;
  attemptId: string;
  snapshotId: string | null;
  facts: Record<string, unknown>;
}

/** The newest refusal in the log, its photograph, and the one mail it caused. */
async function refusalAfter(mailsBefore: number) {
  const mails = await mail.waitForMail(mailsBefore + 1, 15_000);
  const { events } = await api.json<{ events: LogEvent[] }>('GET', '/api/events?limit=20');
  const denied = events.find(({ type }) => type === 'attempt.denied')!;
  const snapshot = await api.call('GET', `/api/snapshots/${denied.snapshotId}`);
  return { denied, snapshot: Buffer.from(await snapshot.arrayBuffer()), mails: mails.slice(mailsBefore) };
}

async function expectAlert(mailsBefore: number, facts: Record<string, unknown>): Promise<void> {
  const { denied, snapshot, mails } = await refusalAfter(mailsBefore);
  expect(denied.facts).toMatchObject({ ...facts, passed: 1, step: 2, factor: 'face' });
  expect(mails).toHaveLength(1);
  expect(mails[0]!.envelope.to).toEqual([OWNER.email]);
  expect(mails[0]!.text).toContain('127.0.0.1');
  expect(mails[0]!.text).toContain('Sign-in to the panel');
  expect(Buffer.from(mails[0]!.attachments[0]!.bytes).equals(snapshot)).toBe(true);
}

describe.skipIf(!hasChromium)('TC_Login, the source system’s login table', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser(await fillFrame(people.knownPerson.probes[0]!));
  });
  afterAll(() => browser?.close());

  it('TC_Login_001 A1 A2 A3 right name, right password and the right face: welcome', async () => {
    await signIn(browser);
    await reads(browser, /Welcome, The owner/);
    await browser.page.waitForURL(`${server.url}/`);
    await browser.context.clearCookies();
    expect(mail.mails()).toHaveLength(0);
  });

  it('TC_Login_002 A1 right name, wrong password: invalid', async () => {
    await signIn(browser, { ...OWNER, password: WRONG_PASSWORD });
    await reads(browser, 'The user name or the password is not right.');
    expect(await browser.page.getByLabel('User name').inputValue()).toBe(OWNER.userName);
  });

  it('TC_Login_004 A1 wrong name, wrong password: invalid, in the same words', async () => {
    await signIn(browser, { userName: 'nobody', password: WRONG_PASSWORD });
    await reads(browser, 'The user name or the password is not right.');
  });
});

describe.skipIf(!hasChromium)('TC_IC, the source system’s table of intruder cases', () => {
  it('TC_Login_003 A5 somebody else with the right credentials: the login succeeds, and the face step stops them', () =>
    withCamera(people.strangers[0]!, async (browser) => {
      const before = mail.mails().length;
      await signIn(browser);
      await reads(browser, /not authorised here/);
      await expectAlert(before, { reason: 'factor_mismatch', face: 'unknown' });
    }));

  it('TC_IC_001 A4 nobody before the camera: invalid, and an e-mail with the picture', async () => {
    await withCamera(await fillFrame(people.nobody), async (browser) => {
      const before = mail.mails().length;
      await signIn(browser);
      await reads(browser, /No face was seen/);
      await expectAlert(before, { reason: 'no_face', face: 'no_face' });
    });
  });

  it('TC_IC_002 A5 a person whose face does not match: unauthorised, and an e-mail with the photo', () =>
    withCamera(people.strangers[1]!, async (browser) => {
      const before = mail.mails().length;
      await signIn(browser);
      await reads(browser, /not authorised here/);
      await expectAlert(before, { reason: 'factor_mismatch', face: 'unknown' });
    }));

  it('TC_IC_003 A6 the authorised person in poor light: access', async () => {
    await withCamera(await darken(await fillFrame(people.knownPerson.probes[0]!), 0.15), async (browser) => {
      await signIn(browser);
      await reads(browser, /Welcome, The owner/);
    });
  });

  it('TC_IC_004 A6 an unauthorised person in poor light: unauthorised, and an e-mail with the photo', async () => {
    await withCamera(await darken(await fillFrame(people.strangers[0]!), 0.15), async (browser) => {
      const before = mail.mails().length;
      await signIn(browser);
      await reads(browser, /not authorised here/);
      await expectAlert(before, { reason: 'factor_mismatch', face: 'unknown' });
    });
  });
});
