import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../src/cli/demo/api-client.ts';
import { fillFrame } from '../../src/cli/demo/sample-people.ts';
import { type MailServer, startMailServer } from '../fakes/mail-server.ts';
import { OWNER, type RunningServer, setUp, startServer } from '../fakes/running-server.ts';
import { loadSamplePeople } from '../fakes/sample-people.ts';
import { type Browser, hasChromium, openBrowser, reads, violations } from './chromium.ts';

const PIN = '493817';

let server: RunningServer;
let mail: MailServer;
let api: ApiClient;
const kiosks: Record<string, string> = {};

/** A kiosk whose flow asks for these, one step each; several in one step with a bar between them. */
async function addKiosk(...steps: string[]): Promise<void> {
  const name = steps.join(', ');
  const { id: flowId } = await api.json<{ id: string }>('POST', '/api/flows', {
    ...{ name, description: '', accepted: ['weak_alone', 'face_alone'] },
    steps: steps.map((factors) => ({ anyOf: factors.split('|'), timeLimitMs: 120_000 })),
  });
  const point = await api.json<{ id: string }>('POST', '/api/access-points', { name, place: 'Hall', flowId });
  kiosks[name] = point.id;
}

beforeAll(async () => {
  if (!hasChromium) return;
  const people = await loadSamplePeople();
  [server, mail] = [await startServer(), await startMailServer()];
  const site = await setUp(server, people.knownPerson.enrolment);
  api = site.api;
  const settings = { host: '127.0.0.1', port: mail.port, security: 'none', from: 'sallyport@example.org' };
  await api.call('PUT', '/api/settings/mail', settings);
  await api.call('POST', `/api/people/${site.ownerId}/credentials`, { kind: 'pin', pin: PIN, label: 'Door' });
  await addKiosk('password', 'email_otp');
  await addKiosk('pin', 'password');
  await addKiosk('qr', 'password');
  await addKiosk('pin|card|fingerprint|qr|passkey');
  await addKiosk('password', 'totp');
  await addKiosk('face');
});
afterAll(async () => {
  await server?.close();
  await mail?.stop();
});

async function withBrowser(camera: Uint8Array | null, work: (browser: Browser) => Promise<void>) {
  const browser = await openBrowser(camera);
  try {
    await work(browser);
  } finally {
    await browser.close();
  }
}

/** Only keys from here on: the button to begin has the focus. */
async function begin(page: Page, name: string): Promise<void> {
  await page.goto(`${server.url}/kiosk/${kiosks[name]}`);
  await page.locator('button:focus', { hasText: 'Touch to begin' }).waitFor();
  await page.keyboard.press('Enter');
}

async function typePassword(page: Page): Promise<void> {
  await page.locator('input[autocomplete=username]:focus').waitFor();
  await page.keyboard.type(OWNER.userName);
  await page.keyboard.press('Tab');
  await page.keyboard.type(OWNER.password);
  await page.keyboard.press('Enter');
}

describe.skipIf(!hasChromium)('the kiosk', () => {
  it('takes password and the code of a real mail from the keyboard alone, also after a wrong code', () =>
    withBrowser(null, async ({ page }) => {
      await begin(page, 'password, email_otp');
      await typePassword(page);
      await reads({ page }, /We sent an e-mail to/);
      const told = () => mail.mails().find(({ subject }) => /your code at/.test(subject));
      await expect.poll(told, { timeout: 20_000 }).toBeDefined();
      const code = told()!.text.match(/\b\d{6}\b/)![0];
      await page.keyboard.type(code === '111111' ? '222222' : '111111');
      await reads({ page }, /2 tries are left/);
      await page.locator('input:focus').waitFor();
      await page.keyboard.type(code);
      await reads({ page }, /Welcome, The owner/);
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Touch to begin' }).waitFor();
    }));

  it('takes a PIN from the keyboard alone, and a refusal is left by Enter', () =>
    withBrowser(null, async ({ page }) => {
      await begin(page, 'pin, password');
      await reads({ page }, 'Type your PIN');
      await page.keyboard.type('7302915');
      await page.keyboard.press('Enter');
      await reads({ page }, 'That was not right');
      await page.keyboard.press('Enter');
      await reads({ page }, 'Type your PIN');
      await page.keyboard.type(PIN);
      await page.keyboard.press('Enter');
      await typePassword(page);
      await reads({ page }, /Welcome, The owner/);
    }));

  it('D2 D5 D8 takes the QR code that a person’s own page shows, held to the camera, and voids it', async () => {
    const shown = await api.json<{ qr: { image: string } }>('POST', '/api/me/qr', {});
    const png = Buffer.from(shown.qr.image.split(',')[1]!, 'base64');
    await withBrowser(await fillFrame(png), async ({ page }) => {
      await begin(page, 'qr, password');
      await typePassword(page);
      await reads({ page }, /Welcome, The owner/);
      const now = await api.json<{ qr: { image: string } }>('GET', '/api/me/qr');
      expect(now.qr.image).not.toBe(shown.qr.image);
      await page.keyboard.press('Enter');
      await begin(page, 'qr, password');
      await reads({ page }, /That was not right/);
    });
  });

  it('has no accessibility violations at any step, light and dark', () =>
    withBrowser(null, async ({ page }) => {
      const found: string[] = [];
      await begin(page, 'pin|card|fingerprint|qr|passkey');
      await reads({ page }, 'Type your PIN');
      found.push(...(await violations(page, 'pin')));
      for (const other of [/card/, /fingerprint/, /QR code/, /passkey/]) {
        await page.getByRole('button', { name: other }).first().click();
        await page.waitForTimeout(300);
        found.push(...(await violations(page, String(other))));
      }
      await begin(page, 'password, totp');
      await typePassword(page);
      await reads({ page }, 'Code of your authenticator app');
      found.push(...(await violations(page, 'totp')));
      await begin(page, 'face');
      await page.waitForTimeout(500);
      found.push(...(await violations(page, 'face without a camera')));
      expect(found).toEqual([]);
    }));
});
