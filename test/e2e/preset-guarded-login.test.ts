import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OWNER } from '../fakes/running-server.ts';
import { hasChromium, reads } from './chromium.ts';
import { begin, openPresetHouse, type PresetHouse, typePassword, withCamera } from './preset-house.ts';

let house: PresetHouse;
beforeAll(async () => {
  if (hasChromium)
    house = await openPresetHouse('guarded-login', { name: 'Workshop login', place: 'Workshop' });
});
afterAll(() => house?.close());

describe.skipIf(!hasChromium)('guarded-login, the source system with password and face', () => {
  it('A1 A2 A3 refuses a wrong password in words that name nobody, then lets the owner in by password and face', () =>
    withCamera(house.people.knownPerson.probes[0]!, async (browser) => {
      await browser.page.goto(house.kiosk);
      await begin(browser);
      await typePassword(browser, { ...OWNER, password: 'not the secret' });
      await reads(browser, 'The user name or the password is not right.');
      await browser.page.getByRole('button', { name: 'Try again' }).click();
      await typePassword(browser);
      await reads(browser, /Welcome, The owner/);
      expect(house.mail.mails()).toHaveLength(0);
    }));

  it('A5 refuses another face after a right password, and mails its photograph with time, place and address', () =>
    withCamera(house.people.strangers[0]!, async (browser) => {
      await browser.page.goto(house.kiosk);
      await begin(browser);
      await typePassword(browser);
      await reads(browser, /not authorised here/);
      const mails = await house.mail.waitForMail(1, 15_000);
      expect(mails).toHaveLength(1);
      expect(mails[0]!.text).toContain('Workshop');
      expect(mails[0]!.text).toContain('127.0.0.1');
      expect(mails[0]!.attachments[0]!.bytes.byteLength).toBeGreaterThan(2_000);
      const denied = (await house.events()).find(({ type }) => type === 'attempt.denied')!;
      expect(denied.facts).toMatchObject({ reason: 'factor_mismatch', passed: 1, step: 2 });
    }));

  it('A4 refuses when nobody shows a face in time, and mails that', () =>
    withCamera(house.people.nobody, async (browser) => {
      await browser.page.goto(house.kiosk);
      await begin(browser);
      await typePassword(browser);
      await reads(browser, /No face was seen/);
      const mails = await house.mail.waitForMail(2, 15_000);
      expect(mails[1]!.subject).toContain('no face was seen');
    }));
});
