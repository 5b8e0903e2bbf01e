import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, reads } from './chromium.ts';
import { begin, openPresetHouse, type PresetHouse, typePassword, withCamera } from './preset-house.ts';

let house: PresetHouse;
beforeAll(async () => {
  if (hasChromium) house = await openPresetHouse('face-otp-password', { name: 'Vault', place: 'Cellar' });
});
afterAll(() => house?.close());

const codeIn = (text: string) => text.match(/\b\d{6}\b/)![0];

describe.skipIf(!hasChromium)('face-otp-password, the source system with three factors', () => {
  it('C1 C2 recognises the face, mails six digits, refuses wrong ones, and lets in with code and password of one person', () =>
    withCamera(house.people.knownPerson.probes[0]!, async (browser) => {
      const { page } = browser;
      await page.goto(house.kiosk);
      await begin(browser);
      const [told] = await house.mail.waitForMail(1, 25_000);
      const code = codeIn(told!.text);
      const wrong = code === '123456' ? '654321' : '123456';
      await page.locator('input').first().click();
      await page.keyboard.type(wrong);
      await reads(browser, /2 tries are left/);
      await page.locator('input').first().click();
      await page.keyboard.type(code);
      await typePassword(browser);
      await reads(browser, /Welcome, The owner/);
      const granted = (await house.events()).find(({ type }) => type === 'attempt.granted')!;
      expect(granted.facts.factors).toEqual(['face', 'email_otp', 'password']);
    }));

  it('C3 refuses a stranger at the first step, and mails the photograph', () =>
    withCamera(house.people.strangers[0]!, async (browser) => {
      const before = house.mail.mails().length;
      await browser.page.goto(house.kiosk);
      await begin(browser);
      await reads(browser, /not authorised here/);
      const mails = await house.mail.waitForMail(before + 1, 15_000);
      expect(mails.at(-1)!.attachments[0]!.bytes.byteLength).toBeGreaterThan(2_000);
    }));
});
