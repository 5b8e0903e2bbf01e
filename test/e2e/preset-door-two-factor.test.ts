import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, reads } from './chromium.ts';
import { begin, openPresetHouse, type PresetHouse, withCamera } from './preset-house.ts';

const [PIN, CARD] = ['493817', '04A1B2C3D4E5F6'];

let house: PresetHouse;
beforeAll(async () => {
  if (!hasChromium) return;
  house = await openPresetHouse('door-two-factor', { name: 'Front door', place: 'Street side' });
  const give = (body: object) => house.api.call('POST', `/api/people/${house.ownerId}/credentials`, body);
  await give({ kind: 'pin', pin: PIN, label: 'Door' });
  await give({ kind: 'card', uid: CARD, label: 'Blue fob' });
});
afterAll(() => house?.close());

describe.skipIf(!hasChromium)('door-two-factor, the source system with a lock', () => {
  it('B2 B11 lets the owner in by the PIN on the keypad and the face, and by the card and the face', () =>
    withCamera(house.people.knownPerson.probes[0]!, async (browser) => {
      const { page } = browser;
      await page.goto(house.kiosk);
      await begin(browser);
      for (const digit of PIN) await page.getByRole('button', { name: digit, exact: true }).click();
      await page.getByRole('button', { name: 'Continue' }).click();
      await reads(browser, /Welcome, The owner/);
      await page.getByRole('button', { name: 'Done' }).click();

      // A reader that types like a keyboard: all signs at once, then Enter.
      await begin(browser);
      await page.getByRole('button', { name: 'Use a card or fob' }).click();
      await reads(browser, 'Hold your card or fob to the reader');
      await page.keyboard.type(CARD);
      await page.keyboard.press('Enter');
      await reads(browser, /Welcome, The owner/);
      const granted = (await house.events()).filter(({ type }) => type === 'attempt.granted');
      expect(granted.map(({ facts }) => facts.factors).slice(0, 2)).toEqual([
        ['card', 'face'],
        ['pin', 'face'],
      ]);
    }));

  it('B2 refuses a right PIN with another face, and a PIN that is nobody’s', () =>
    withCamera(house.people.strangers[0]!, async (browser) => {
      const { page } = browser;
      await page.goto(house.kiosk);
      await begin(browser);
      await page.keyboard.type('7302915');
      await page.keyboard.press('Enter');
      await reads(browser, 'That was not right');
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.keyboard.type(PIN);
      await page.keyboard.press('Enter');
      await reads(browser, /not authorised here/);
      const mails = await house.mail.waitForMail(1, 15_000);
      expect(mails[0]!.subject).toContain('the PIN was right');
    }));
});
