import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromBase32, totpCode, totpStepAt } from '../../src/access/factors/totp.ts';
import type { ApiClient } from '../../src/cli/demo/api-client.ts';
import { OWNER, type RunningServer, setUp, startServer } from '../fakes/running-server.ts';
import { loadSamplePeople } from '../fakes/sample-people.ts';
import { type Browser, hasChromium, openBrowser, signInAs } from './chromium.ts';

let server: RunningServer;
let browser: Browser;
let api: ApiClient;
/** Where passkeys work: by the name, not by the number. */
let site: string;
beforeAll(async () => {
  if (!hasChromium) return;
  server = await startServer();
  site = `http://localhost:${new URL(server.url).port}`;
  ({ api } = await setUp(server, (await loadSamplePeople()).knownPerson.enrolment));
  browser = await openBrowser(null);
  await signInAs(browser, api, site);
  await addVirtualAuthenticator();
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** Chromium's own: it holds what was registered, and answers for a user who agrees and is verified. */
async function addVirtualAuthenticator(): Promise<void> {
  const cdp = await browser.context.newCDPSession(browser.page);
  await cdp.send('WebAuthn.enable');
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', automaticPresenceSimulation: true },
      ...{ hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
    },
  });
}

const button = (name: string | RegExp) => browser.page.getByRole('button', { name });
const inDialog = (name: string) =>
  browser.page.getByRole('dialog').getByRole('button', { name, exact: true });
const heading = (name: string | RegExp) =>
  browser.page.getByRole('heading', { name }).first().waitFor({ timeout: 20_000 });

/** A flow of these steps at this access point. */
async function letAsk(pointId: string, ...factors: string[][]): Promise<void> {
  const steps = factors.map((anyOf) => ({ anyOf, timeLimitMs: 60_000 }));
  const flow = { name: factors.join(', '), description: '', steps };
  const { id } = await api.json<{ id: string }>('POST', '/api/flows', flow);
  const { accessPoints } = await api.json<{ accessPoints: { id: string; name: string; place: string }[] }>(
    'GET',
    '/api/access-points',
  );
  const { name, place } = accessPoints.find((one) => one.id === pointId)!;
  await api.call('PUT', `/api/access-points/${pointId}`, { name, place, flowId: id });
}

describe.skipIf(!hasChromium)('passkeys and authenticator apps', () => {
  it('says that passkeys need a name where the page was opened by a number', async () => {
    await signInAs(browser, api, server.url);
    await browser.page.goto(`${server.url}/me`);
    await browser.page.getByText(`Open it at ${site} instead`).waitFor();
    expect(await button('Add a passkey').count()).toBe(0);
  });

  it('A15 registers a passkey on one’s own page, which is listed, renamed and logged', async () => {
    const { page } = browser;
    await page.goto(`${site}/me`);
    await page.getByText(/No passkey yet/).waitFor();
    await button('Add a passkey').click();
    await page.getByRole('dialog').getByLabel('Name').fill('My laptop');
    await inDialog('Continue').click();
    await button('Rename My laptop').click();
    await page.getByRole('dialog').getByLabel('Name').fill('My desk');
    await inDialog('Rename').click();
    await page.getByText('For localhost').waitFor();
    await button('Remove My desk').waitFor();
    const { events } = await api.json<{ events: { type: string }[] }>('GET', '/api/events');
    expect(events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['credential.added', 'credential.renamed']),
    );
  });

  it('A15 sets an authenticator app up by its secret, and counts it only after a right code', async () => {
    const { page } = browser;
    await button('Set up an authenticator').click();
    await page.getByRole('dialog').getByLabel('Name').fill('My phone');
    await inDialog('Continue').click();
    await page.getByRole('img', { name: /QR code/ }).waitFor();
    const secret = fromBase32((await page.locator('code').innerText()).replaceAll(' ', ''));
    const field = page.getByLabel('The code that the app shows now');
    await field.fill(totpCode(secret, totpStepAt(Date.now()) + 300));
    await inDialog('Confirm').click();
    await page.getByRole('alert').filter({ hasText: 'not right' }).waitFor();
    const { authenticators } = await api.json<{ authenticators: unknown[] }>('GET', '/api/me/authenticators');
    expect(authenticators).toEqual([]);
    const step = totpStepAt(Date.now());
    await field.fill(totpCode(secret, step));
    await inDialog('Confirm').click();
    await button('Remove My phone').waitFor();

    await letAsk('front-door', ['password'], ['totp']);
    await page.goto(`${site}/kiosk/front-door`);
    await button('Touch to begin').click();
    await page.getByLabel('User name').fill(OWNER.userName);
    await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
    await button('Continue').click();
    await page.getByLabel(/Code of your authenticator/).fill(totpCode(secret, step + 1));
    await button('Continue').click();
    await heading(/Welcome, The owner/);
  });

  it('A15 opens a kiosk by a passkey that says by itself whose it is', async () => {
    const { page } = browser;
    await letAsk('front-door', ['passkey']);
    await page.goto(`${site}/kiosk/front-door`);
    await button('Touch to begin').click();
    await heading(/Welcome, The owner/);
  });

  it('A15 signs in to the panel by a password and then the passkey, and no longer once it is removed', async () => {
    const { page, context } = browser;
    await letAsk('panel', ['password'], ['passkey']);
    const signIn = async () => {
      await context.clearCookies();
      await page.goto(`${site}/sign-in`);
      await page.getByLabel('User name').fill(OWNER.userName);
      await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
      await button('Continue').click();
    };
    await signIn();
    await page.waitForURL((url) => url.pathname !== '/sign-in', { timeout: 20_000 });
    const { passkeys } = await api.json<{ passkeys: { id: string; usedAt: number }[] }>(
      'GET',
      '/api/me/passkeys',
    );
    expect(passkeys[0]!.usedAt).toBeGreaterThan(0);
    const remove = () => api.call('DELETE', `/api/me/passkeys/${passkeys[0]!.id}`);
    // The last owner cannot take away what the panel asks them for.
    await expect(remove()).rejects.toThrow('last_owner');
    await letAsk('panel', ['password']);
    await remove();
    await letAsk('front-door', ['password'], ['passkey']);
    await page.goto(`${site}/kiosk/front-door`);
    await button('Touch to begin').click();
    await page.getByLabel('User name').fill(OWNER.userName);
    await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
    await button('Continue').click();
    await page.getByText('More is asked for here than you can show yet').waitFor({ timeout: 20_000 });
  });
});
