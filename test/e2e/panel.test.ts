import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiClient, createApiClient } from '../../src/cli/demo/api-client.ts';
import { fillFrame, type SamplePeople } from '../../src/cli/demo/sample-people.ts';
import { type MailServer, startMailServer } from '../fakes/mail-server.ts';
import { OWNER, type RunningServer, startServer, streamFrames } from '../fakes/running-server.ts';
import { loadSamplePeople } from '../fakes/sample-people.ts';
import { type Browser, hasChromium, openBrowser, violations } from './chromium.ts';

let server: RunningServer;
let mail: MailServer;
let people: SamplePeople;
let browser: Browser;
beforeAll(async () => {
  if (!hasChromium) return;
  [server, mail, people] = [await startServer(), await startMailServer(), await loadSamplePeople()];
  browser = await openBrowser(await fillFrame(people.knownPerson.enrolment[0]!));
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
  await mail?.stop();
});

const heading = (name: string | RegExp) =>
  browser.page.getByRole('heading', { name }).first().waitFor({ timeout: 30_000 });
const press = (name: string | RegExp) => browser.page.getByRole('button', { name }).click();
const fill = (label: string, value: string) => browser.page.getByLabel(label, { exact: true }).fill(value);

/** An API client that is signed in as the browser is. */
async function apiOfBrowser(): Promise<ApiClient> {
  const cookies = await browser.context.cookies();
  return createApiClient(
    server.url,
    cookies.map(({ name, value }) => [name, value] as const),
  );
}

async function intrude(): Promise<void> {
  const api = server.newClient();
  await api.call('POST', '/api/access-points/front-door/attempts');
  await api.call('POST', '/api/attempt/factor', {
    factor: 'password',
    userName: OWNER.userName,
    password: OWNER.password,
  });
  await streamFrames(api, server.url, '/api/attempt/frames', await fillFrame(people.strangers[0]!));
}

describe.skipIf(!hasChromium)('the panel', () => {
  it('E1 A7 the set-up link leads through administrator, face by camera, and mail with a test, to a signed-in panel', async () => {
    const { page } = browser;
    await page.goto(`${server.url}/setup#${server.setupToken}`);
    await heading('Welcome to Sallyport');
    expect(page.url()).not.toContain(server.setupToken);
    await press('Begin');
    await fill('Your name', OWNER.displayName);
    await fill('User name', OWNER.userName);
    await fill('E-mail', OWNER.email);
    await fill('Password', OWNER.password);
    await press('Continue');
    await heading('Your face');
    await press(/camera/i);
    await page.getByRole('button', { name: 'Continue', disabled: false }).click({ timeout: 60_000 });
    await heading('How may it reach you?');
    await fill('Mail server', '127.0.0.1');
    await page.getByRole('combobox', { name: 'Security' }).click();
    await page.getByRole('option', { name: /none|no encryption|without/i }).click();
    await fill('Port', String(mail.port));
    await fill('From', 'sallyport@example.org');
    await press('Send a test message');
    await page.getByText('The mail server took the message').waitFor({ timeout: 30_000 });
    expect((await mail.waitForMail(1))[0]!.envelope.to).toEqual([OWNER.email]);
    await press('Save and finish');
    await heading('Sallyport is ready');
    await page.getByRole('link', { name: 'Open the panel' }).click();
    await page.waitForURL(`${server.url}/`);
  });

  it('A8 A12 a refusal appears in the open log without a reload, with its photograph and the alert it caused', async () => {
    const { page } = browser;
    await page.goto(`${server.url}/log`);
    await heading('Log');
    await intrude();
    const row = page.getByText(/the password was right, the face was not/).first();
    await row.waitFor({ timeout: 15_000 });
    await row.click();
    const photo = page.getByRole('dialog').locator('img').first();
    await photo.waitFor({ timeout: 15_000 });
    expect(
      await photo.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth),
    ).toBeGreaterThan(100);
    await page.getByRole('dialog').getByText('127.0.0.1').first().waitFor();
  });

  it('B6 the kiosk is usable by touch: begin, password, face, welcome, and back to its idle screen', async () => {
    const kiosk = await browser.context.newPage();
    await kiosk.goto(`${server.url}/kiosk/front-door`);
    await kiosk.getByRole('button', { name: 'Touch to begin' }).click();
    await kiosk.getByLabel('User name').fill(OWNER.userName);
    await kiosk.getByLabel('Password', { exact: true }).fill(OWNER.password);
    const button = kiosk.getByRole('button', { name: 'Continue' });
    expect((await button.boundingBox())!.height).toBeGreaterThanOrEqual(48);
    await button.click();
    await kiosk.getByRole('heading', { name: /Welcome, The owner/ }).waitFor({ timeout: 30_000 });
    await kiosk.getByRole('button', { name: 'Touch to begin' }).waitFor({ timeout: 10_000 });
    await kiosk.close();
  });

  it('A3 “this was not me” is said in the details of a grant, and taken back on the person’s page', async () => {
    const { page } = browser;
    const api = await apiOfBrowser();
    const { events } = await api.json<{
      events: { type: string; attemptId: string; person: { id: string } }[];
    }>('GET', '/api/events?tone=grant');
    const { attemptId, person } = events[0]!;
    await page.goto(`${server.url}/log/attempts/${attemptId}`);
    const dialog = page.getByRole('dialog');
    await dialog
      .getByText(/\d+ % of the distance allowed/)
      .first()
      .waitFor();
    await dialog.getByRole('button', { name: 'This was not me' }).click();
    await page.getByRole('button', { name: 'It was not me' }).click();
    await dialog.getByText('This was not The owner').waitFor();
    await page.goto(`${server.url}/people/${person.id}`);
    await heading('Not The owner');
    await press('Remove other face 1');
    await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByRole('heading', { name: 'Not The owner' }).waitFor({ state: 'detached' });
  });

  it('has no accessibility violations on any page, light and dark', async () => {
    const { page } = browser;
    const api = await apiOfBrowser();
    const { people: all } = await api.json<{ people: { id: string }[] }>('GET', '/api/people');
    const paths = [
      '/',
      '/people',
      `/people/${all[0]!.id}`,
      '/people/groups',
      '/people/roles',
      '/flows',
      '/flows/new',
      '/flows/password-face',
      `/what-if?person=${all[0]!.id}&access-point=front-door`,
      '/me',
      '/log',
      '/deliveries',
      '/settings',
      ...['messages', 'sessions', 'faces', 'access-points', 'readers', 'sealing', 'about'].map(
        (section) => `/settings/${section}`,
      ),
      '/sign-in',
      '/kiosk/front-door',
      '/no-such-page',
    ];
    const found: string[] = [];
    for (const path of paths) {
      await page.goto(server.url + path);
      await page.getByRole('heading').first().waitFor();
      found.push(...(await violations(page, path)));
    }
    expect(found).toEqual([]);
  }, 300_000);

  it('without a session every page of the panel leads to the sign-in', async () => {
    const { page } = browser;
    await browser.context.clearCookies();
    for (const path of ['/', '/people', '/log', '/deliveries', '/settings']) {
      await page.goto(server.url + path);
      await page.waitForURL(/sign-in/);
    }
  });
});
