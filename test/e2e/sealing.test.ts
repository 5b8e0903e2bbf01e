import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApiClient } from '../../src/cli/demo/api-client.ts';
import { loadSettings, moveKeyUnderPassphrase, type Settings } from '../../src/config/index.ts';
import { silentLogger } from '../../src/kernel/index.ts';
import { openSallyport, type Sallyport } from '../../src/main.ts';
import { OWNER } from '../fakes/running-server.ts';
import { loadSamplePeople } from '../fakes/sample-people.ts';
import { type Browser, hasChromium, openBrowser, reads, signInAs, violations } from './chromium.ts';

const PASSPHRASE = 'four words of seal wax';
let folder: string;
let settings: Settings;
let sallyport: Sallyport;
let browser: Browser;
beforeAll(async () => {
  if (!hasChromium) return;
  folder = mkdtempSync(join(tmpdir(), 'sallyport-sealing-'));
  const argv = { dataDir: join(folder, 'data'), keyFile: join(folder, 'master.key'), port: 0 };
  settings = loadSettings({ argv, env: {}, cwd: folder });
  sallyport = await openSallyport(settings, { logger: silentLogger });
  const api = createApiClient(sallyport.url);
  const token = sallyport.setupUrl!.split('#')[1];
  const owner = await api.json<{ person: { id: string } }>('POST', '/api/setup/administrator', {
    ...{ token, ...OWNER },
  });
  const { knownPerson } = await loadSamplePeople();
  for (const photo of knownPerson.enrolment)
    await api.call('POST', `/api/people/${owner.person.id}/face-samples`, photo);
  await api.call('POST', '/api/setup/finish', {});
  browser = await openBrowser(null);
  await signInAs(browser, api, sallyport.url);
});
afterAll(async () => {
  await browser?.close();
  await sallyport?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

const button = (name: string) => browser.page.getByRole('button', { name, exact: true });
const keyFile = () => readFileSync(settings.keyFile, 'utf8').trim();

describe.skipIf(!hasChromium)('sealing, in the panel', () => {
  it('E5 puts a new key in the place of the former while the page is used, and says what to do then', async () => {
    const former = keyFile();
    await browser.page.goto(`${sallyport.url}/settings/sealing`);
    await browser.page.getByLabel('Also seal everything anew').check();
    await button('Make a new key').click();
    await reads(browser, 'A new key is in force');
    expect(keyFile()).not.toBe(former);
    await browser.page.goto(`${sallyport.url}/people`);
    await reads(browser, OWNER.email);
  });

  it('E5 leads every page to the passphrase while the data is sealed, refuses a wrong one, and leads back once it is open', async () => {
    await sallyport.close();
    await moveKeyUnderPassphrase(settings, new Uint8Array(Buffer.from(keyFile(), 'base64')), PASSPHRASE);
    const locked = await openSallyport(settings, { logger: silentLogger });
    sallyport = locked;
    await browser.page.goto(`${locked.url}/people`);
    await browser.page.getByRole('heading', { name: 'Sealed' }).waitFor();
    expect(await violations(browser.page)).toEqual([]);
    await browser.page.getByLabel('Passphrase').fill('some other words');
    await browser.page.keyboard.press('Enter');
    await reads(browser, 'This passphrase does not open the data');
    expect(await browser.page.getByLabel('Passphrase').inputValue()).toBe('');
    await browser.page.getByLabel('Passphrase').fill(PASSPHRASE);
    await button('Open the data').click();
    await browser.page.waitForURL(/\/people$/, { timeout: 30_000 });
    await reads(browser, OWNER.email);
    sallyport = (await locked.unsealed)!;
  });

  it('E5 asks for the passphrase before it makes a new key, and keeps it', async () => {
    await browser.page.goto(`${sallyport.url}/settings/sealing`);
    await browser.page.getByLabel('Passphrase').fill('some other words');
    await button('Make a new key').click();
    await reads(browser, 'This passphrase does not open the data');
    await browser.page.getByLabel('Passphrase').fill(PASSPHRASE);
    await button('Make a new key').click();
    await reads(browser, 'A new key is in force');
    await sallyport.close();
    sallyport = await openSallyport(settings, { logger: silentLogger });
    await browser.page.goto(sallyport.url);
    await browser.page.getByLabel('Passphrase').fill(PASSPHRASE);
    await button('Open the data').click();
    await browser.page.getByRole('heading', { name: 'Overview' }).waitFor({ timeout: 30_000 });
    sallyport = (await sallyport.unsealed)!;
  });

  it('E5 leads on to HTTPS where the server goes on by HTTPS', async () => {
    await sallyport.close();
    sallyport = await openSallyport({ ...settings, lan: true, host: '127.0.0.1' }, { logger: silentLogger });
    const context = await browser.context.browser()!.newContext({ ignoreHTTPSErrors: true });
    const page = await context.newPage();
    await page.goto(`${sallyport.url}/people`);
    await page.getByLabel('Passphrase').fill(PASSPHRASE);
    await page.keyboard.press('Enter');
    await page.waitForURL(/^https:.*\/sign-in/, { timeout: 40_000 });
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await context.close();
    sallyport = (await sallyport.unsealed)!;
  });
});
