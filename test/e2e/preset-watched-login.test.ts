import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OWNER } from '../fakes/running-server.ts';
import { hasChromium, reads, signInAs } from './chromium.ts';
import { begin, openPresetHouse, type PresetHouse, typePassword, withCamera } from './preset-house.ts';

let house: PresetHouse;
beforeAll(async () => {
  if (hasChromium) house = await openPresetHouse('watched-login', { name: 'Terminal', place: 'Back office' });
});
afterAll(() => house?.close());

const WRONG = { ...OWNER, password: 'not the secret' };

/** Keeps what the page says and sounds: Chromium without a screen has neither voice nor speaker. */
const LISTEN = `
  window.heard = { spoken: [], sounding: 0 };
  window.speechSynthesis.speak = (words) => window.heard.spoken.push(words.text);
  const Real = window.AudioContext;
  window.AudioContext = class extends Real {
    constructor(...given) { super(...given); window.heard.sounding += 1; }
    close() { window.heard.sounding -= 1; return super.close(); }
  };`;
const heard = 'window.heard';

describe.skipIf(!hasChromium)('watched-login, the source system that defends its screen', () => {
  it('E1 lets the owner in who makes one mistake, and tells nobody', () =>
    withCamera(house.people.knownPerson.probes[0]!, async (browser) => {
      await browser.page.goto(house.kiosk);
      await begin(browser);
      await typePassword(browser, WRONG);
      await reads(browser, 'That was not right');
      await browser.page.getByRole('button', { name: 'Try again' }).click();
      await typePassword(browser);
      await reads(browser, /Welcome, The owner/);
      expect(house.mail.mails()).toHaveLength(0);
    }));

  it('E2 E3 warns aloud after two wrong credentials, sounds a siren, locks, and sends the photograph with place, time and address', () =>
    withCamera(house.people.strangers[0]!, async (browser) => {
      const { page } = browser;
      await page.addInitScript(LISTEN);
      await page.goto(house.kiosk);
      await begin(browser);
      for (const last of [false, true]) {
        await reads(browser, 'This place is watched by a camera.');
        await page.waitForTimeout(1_500);
        await typePassword(browser, WRONG);
        if (!last) await page.getByRole('button', { name: 'Try again' }).click();
      }
      await reads(browser, 'This place is locked');
      expect(await page.evaluate(heard)).toEqual({
        spoken: [expect.stringContaining('Warning.')],
        sounding: 1,
      });

      const [told, ...more] = await house.mail.waitForMail(1, 15_000);
      expect(more).toEqual([]);
      expect(told!.envelope.to).toEqual([OWNER.email]);
      expect(told!.subject).toContain('locked after 2 wrong credentials at Terminal');
      for (const fact of ['Back office', '127.0.0.1', String(new Date().getFullYear())])
        expect(told!.text).toContain(fact);
      const events = await house.events();
      const locked = events.find(({ type }) => type === 'access_point.locked')!;
      expect(locked.facts).toMatchObject({ failures: 2 });
      expect(locked.facts.waitMs).toBeGreaterThan(280_000);
      const snapshot = await house.api.call('GET', `/api/snapshots/${locked.snapshotId}`);
      expect(Buffer.from(told!.attachments[0]!.bytes)).toEqual(Buffer.from(await snapshot.arrayBuffer()));

      // The attempt is shut, and the right password opens nothing while the lock lasts, also after a reload.
      expect(
        events.some(({ type, attemptId }) => type === 'attempt.denied' && attemptId === locked.attemptId),
      ).toBe(true);
      await page.reload();
      await reads(browser, 'This place is locked');
      const visitor = house.server.newClient();
      await visitor.call('POST', `/api/access-points/${house.accessPointId}/attempts`);
      const { userName, password } = OWNER;
      const answer = await visitor.json('POST', '/api/attempt/factor', {
        factor: 'password',
        userName,
        password,
      });
      expect(answer).toMatchObject({ status: 'denied', outcome: 'locked' });

      // Somebody at the panel who may ends it, and the siren with it.
      await house.api.call('POST', `/api/access-points/${house.accessPointId}/unlock`);
      await page.getByRole('button', { name: 'Touch to begin' }).waitFor({ timeout: 10_000 });
      expect(await page.evaluate(heard)).toMatchObject({ sounding: 0 });
      await begin(browser);
      await typePassword(browser);
      await reads(browser, /Welcome, The owner/);
      await house.mail.waitForMail(1, 1_000);
      expect(house.mail.mails()).toHaveLength(1);
    }));

  it('E1 an administrator registers somebody in the panel, the page takes the pictures by itself, and they pass', () =>
    withCamera(house.people.otherPeople[0]!.enrolment[0]!, async (browser) => {
      const { page } = browser;
      const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
      await signInAs(browser, house.api, house.server.url);
      await page.goto(`${house.server.url}/people`);
      await press('Add a person');
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Name', { exact: true }).fill('Ada');
      await dialog.getByLabel('User name').fill('ada');
      await dialog.getByLabel(/^First password/).fill('a fine new secret');
      await dialog.getByRole('button', { name: 'Add', exact: true }).click();
      await press('Enrol the face');
      await press('Open the camera');
      await reads(browser, 'The face is enrolled', 60_000);
      await page.goto(house.kiosk);
      await begin(browser);
      await typePassword(browser, { userName: 'ada', password: 'a fine new secret' });
      await reads(browser, /Welcome, Ada/);
    }));
});
