import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../src/cli/demo/api-client.ts';
import { type RunningServer, setUp, startServer } from '../fakes/running-server.ts';
import { loadSamplePeople } from '../fakes/sample-people.ts';
import { type Browser, hasChromium, openBrowser, signInAs, violations } from './chromium.ts';

let server: RunningServer;
let browser: Browser;
let api: ApiClient;
let ownerId: string;
beforeAll(async () => {
  if (!hasChromium) return;
  server = await startServer();
  const people = await loadSamplePeople();
  ({ api, ownerId } = await setUp(server, people.knownPerson.enrolment.slice(0, 3)));
  const draft = { name: 'Card and PIN', description: '', accepted: [] };
  const steps = [{ anyOf: ['card', 'pin'], timeLimitMs: 60_000 }];
  const risky = { ...draft, steps, accepted: ['weak_alone'] };
  const { id: flowId } = await api.json<{ id: string }>('POST', '/api/flows', risky);
  await api.call('POST', '/api/access-points', { name: 'Yard door', place: 'Yard', flowId });
  browser = await openBrowser(null);
  await signInAs(browser, api, server.url);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const press = (name: string | RegExp) => browser.page.getByRole('button', { name, exact: true }).click();
const field = (name: string) => browser.page.getByRole('dialog').getByRole('textbox', { name, exact: true });
const choice = (name: string) => browser.page.getByRole('combobox', { name });

async function report(key: string, body: object) {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const sent = { method: 'POST', headers, body: JSON.stringify(body) };
  return (await (await fetch(`${server.url}/api/readers/report`, sent)).json()) as { result: string };
}

describe.skipIf(!hasChromium)('readers in the panel', () => {
  let key = '';

  it('B13 a reader is added with a key that is shown once', async () => {
    const { page } = browser;
    await page.goto(`${server.url}/settings/readers`);
    await page.getByText('No reader yet').waitFor();
    await press('Add a reader');
    await field('Name').fill('Keypad');
    await choice('Kiosk').click();
    await page.getByRole('option', { name: /Yard door/ }).click();
    await press('Add');
    await page.getByText('It is not shown again').waitFor();
    key = (await page.locator('pre').first().innerText()).trim();
    expect(await violations(browser.page)).toEqual([]);
    await press('I have put it in');
    await page.getByText('Yard door · fingers').waitFor();
    expect(await page.content()).not.toContain(key);
    expect(await report(key, { kind: 'pin', pin: '482913' })).toMatchObject({ result: 'denied' });
  }, 60_000);

  it('B2 B11 a PIN and the next card shown at a reader are given, open, and are taken away', async () => {
    const { page } = browser;
    await page.goto(`${server.url}/people/${ownerId}`);
    await press('Give');
    await page.getByRole('menuitem', { name: 'A PIN' }).click();
    await page.getByLabel('PIN', { exact: true }).fill('482913');
    await field('Name').fill('Everyday');
    await page.getByRole('dialog').getByRole('button', { name: 'Give', exact: true }).click();
    await page.getByRole('listitem').filter({ hasText: 'Everyday' }).waitFor();
    expect(await report(key, { kind: 'pin', pin: '482913' })).toMatchObject({ result: 'granted' });

    await press('Give');
    await page.getByRole('menuitem', { name: 'A card or fob' }).click();
    await choice('Listen to a reader').click();
    await page.getByRole('option', { name: /Keypad/ }).click();
    await page.getByText('Hold the new card').waitFor();
    expect(await report(key, { kind: 'card', uid: 'a1b' })).toMatchObject({ result: 'denied' });
    await page.getByText('Digits are missing').waitFor();
    expect(await report(key, { kind: 'card', uid: '3D-D5-FC-FF' })).toMatchObject({ result: 'denied' });
    await page.getByText('A card that nobody has was read').waitFor();
    await field('Name').fill('Blue fob');
    expect(await violations(browser.page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Give', exact: true }).click();
    await page.getByRole('listitem').filter({ hasText: 'Blue fob' }).waitFor();
    expect(await report(key, { kind: 'card', uid: '{"RC522":{"UID":"3DD5FCFF"}}' })).toMatchObject({
      result: 'granted',
    });

    await page.getByRole('button', { name: 'Take away Everyday' }).click();
    await press('Take away');
    await page.getByRole('listitem').filter({ hasText: 'Everyday' }).waitFor({ state: 'detached' });
    expect(await report(key, { kind: 'pin', pin: '482913' })).toMatchObject({ result: 'denied' });
  }, 60_000);
});
