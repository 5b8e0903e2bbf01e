import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../src/cli/demo/api-client.ts';
import { readQrCodes } from '../../src/vision/codes/read-qr.ts';
import { type RunningServer, setUp, startServer } from '../fakes/running-server.ts';
import { loadSamplePeople } from '../fakes/sample-people.ts';
import { type Browser, hasChromium, openBrowser, signInAs } from './chromium.ts';

let server: RunningServer;
let browser: Browser;
let api: ApiClient;
let ownerId: string;
let kioskId: string;
beforeAll(async () => {
  if (!hasChromium) return;
  server = await startServer();
  ({ api, ownerId } = await setUp(server, (await loadSamplePeople()).knownPerson.enrolment));
  const steps = [{ anyOf: ['pin'], timeLimitMs: 60_000 }];
  const flow = { name: 'PIN', description: '', accepted: [], steps };
  const { id: flowId } = await api.json<{ id: string }>('POST', '/api/flows', flow);
  const kiosk = { name: 'Gate', place: 'Yard', flowId };
  kioskId = (await api.json<{ id: string }>('POST', '/api/access-points', kiosk)).id;
  const given = { kind: 'pin', pin: '482913', label: 'Door' };
  await api.call('POST', `/api/people/${ownerId}/credentials`, given);
  browser = await openBrowser(null);
  await signInAs(browser, api, server.url);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const button = (name: string) => browser.page.getByRole('button', { name, exact: true });

/** What comes of typing it at the kiosk. */
async function type(pin: string) {
  const client = server.newClient();
  await client.call('POST', `/api/access-points/${kioskId}/attempts`);
  return client.json<{ status: string; id: string }>('POST', '/api/attempt/factor', { factor: 'pin', pin });
}

async function make(open: () => Promise<void>): Promise<string> {
  await open();
  await button('Make it').click();
  const pin = await browser.page.getByTestId('new-pin').innerText();
  await button('I have kept it').click();
  return pin;
}

async function openMenu(menu: string): Promise<void> {
  await button(menu).click();
  await browser.page.getByRole('menuitem', { name: 'Make one for duress' }).click();
}

describe.skipIf(!hasChromium)('one’s own page', () => {
  it('B11 makes a new PIN that opens, and voids the one before', async () => {
    await browser.page.goto(`${server.url}/me`);
    const pin = await make(() => button('Make a new PIN').click());
    expect(await type(pin)).toMatchObject({ status: 'granted' });
    expect(await type('482913')).toMatchObject({ status: 'denied' });
    expect(await browser.page.getByText(pin).count()).toBe(0);
  });

  it('B13 makes a PIN for duress that opens as the other does, and shows nowhere that there is one', async () => {
    const before = await browser.page.locator('main').innerText();
    const twin = await make(() => openMenu('More about the PIN'));
    await browser.page.reload();
    await button('Make a new PIN').waitFor();
    expect(await type(twin)).toMatchObject({ status: 'granted', displayName: 'The owner' });
    const credentials = `/api/people/${ownerId}/credentials`;
    expect((await api.json<{ credentials: object[] }>('GET', credentials)).credentials).toHaveLength(2);
    const factors = (text: string) => text.slice(text.indexOf('Your PIN'), text.indexOf('Passkeys'));
    expect(factors(await browser.page.locator('main').innerText())).toBe(factors(before));
  });

  it('B13 D8 makes a QR code for duress, shown once beside a new ordinary one', async () => {
    await openMenu('More about the QR code');
    await button('Make it').click();
    const picture = browser.page.getByRole('img', { name: 'Your QR code for duress' });
    const png = Buffer.from((await picture.getAttribute('src'))!.split(',')[1]!, 'base64');
    const read = await readQrCodes(png);
    expect(read).toMatchObject({ ok: true, value: [expect.stringMatching(/^SP1\./)] });
    await button('I have kept it').click();
    await button('Show your QR code').click();
    const own = browser.page.getByRole('img', { name: 'Your QR code', exact: true });
    const shown = Buffer.from((await own.getAttribute('src'))!.split(',')[1]!, 'base64');
    expect(await readQrCodes(shown)).not.toEqual(read);
  });
});
