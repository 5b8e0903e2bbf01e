import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ReverseProxy, startRelay } from '../fakes/proxy.ts';
import { type RunningServer, setUp, startServer } from '../fakes/running-server.ts';
import { loadSamplePeople } from '../fakes/sample-people.ts';
import { type Browser, hasChromium, openBrowser, signInAs, violations } from './chromium.ts';

let server: RunningServer;
let relay: ReverseProxy;
let browser: Browser;
/** A browser of its own, elsewhere. */
let tablet: { context: BrowserContext; page: Page; kiosk: string };
beforeAll(async () => {
  if (!hasChromium) return;
  server = await startServer();
  relay = await startRelay(Number(new URL(server.url).port));
  const { api } = await setUp(server, (await loadSamplePeople()).knownPerson.enrolment);
  browser = await openBrowser(null);
  await signInAs(browser, api, server.url);
  const context = await browser.context.browser()!.newContext({ locale: 'en-GB' });
  const kiosk = `http://127.0.0.1:${relay.port}/kiosk/front-door`;
  tablet = { context, page: await context.newPage(), kiosk };
});
afterAll(async () => {
  await browser?.close();
  await relay?.close();
  await server?.close();
});

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

describe.skipIf(!hasChromium)('a tablet at the door', () => {
  it('E2 is no screen before it is paired, and refuses a wrong code in words that say what to do', async () => {
    await tablet.page.goto(tablet.kiosk);
    await tablet.page.getByRole('heading', { name: 'Pair this screen' }).waitFor();
    await tablet.page.getByLabel('Code').fill('AAAA-AAAA');
    await tablet.page.keyboard.press('Enter');
    await tablet.page.getByText('Make a new one in the panel').waitFor();
    expect(await violations(tablet.page)).toEqual([]);
  });

  it('E2 is paired by the code that the panel shows, and the panel says so by itself', async () => {
    const { page } = browser;
    await page.goto(`${server.url}/settings/access-points`);
    await button(page, 'Pair a screen').click();
    await page.getByLabel('Name').fill('Tablet in the hall');
    await button(page, 'Make a code').click();
    const code = await page.getByTestId('pairing-code').innerText();
    expect(await violations(page)).toEqual([]);
    await tablet.page.getByLabel('Code').fill(code.toLowerCase());
    await button(tablet.page, 'Pair').click();
    await button(tablet.page, 'Touch to begin').click();
    await tablet.page.getByLabel('User name').waitFor();
    await page.getByText('Tablet in the hall is paired.').waitFor();
    await button(page, 'Remove Tablet in the hall').waitFor();
  });

  it('E2 stays paired when it is loaded anew, until somebody removes it', async () => {
    await tablet.page.goto(tablet.kiosk);
    await button(tablet.page, 'Touch to begin').waitFor();
    await button(browser.page, 'Remove Tablet in the hall').click();
    await browser.page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await browser.page.getByText('No screen yet').waitFor();
    await tablet.page.reload();
    await tablet.page.getByRole('heading', { name: 'Pair this screen' }).waitFor();
  });

  it('E2 is paired by a scanned address, which keeps no code afterwards', async () => {
    await button(browser.page, 'Pair a screen').click();
    await browser.page.getByLabel('Name').fill('Another tablet');
    await button(browser.page, 'Make a code').click();
    const code = (await browser.page.getByTestId('pairing-code').innerText()).replace('-', '');
    await tablet.page.goto('about:blank');
    await tablet.page.goto(`${tablet.kiosk}#${code}`);
    await button(tablet.page, 'Touch to begin').waitFor();
    expect(tablet.page.url()).toBe(tablet.kiosk);
  });
});
