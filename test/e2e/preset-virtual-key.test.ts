import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, reads, signInAs } from './chromium.ts';
import { begin, openPresetHouse, type PresetHouse, withCamera } from './preset-house.ts';

const ADA = { userName: 'ada', displayName: 'Ada', email: 'ada@example.org', roles: ['member'] };

let house: PresetHouse;
beforeAll(async () => {
  if (hasChromium) house = await openPresetHouse('virtual-key', { name: 'Virtual door', place: 'Hall' });
});
afterAll(() => house?.close());

/** Somebody who holds a telephone with the code beside their face. */
async function holding(face: Uint8Array, code: Uint8Array): Promise<Uint8Array> {
  const person = await sharp(face).resize(460, 480, { fit: 'cover' }).toBuffer();
  const phone = await sharp(code).resize(180, 180, { kernel: 'nearest' }).toBuffer();
  return sharp({ create: { width: 640, height: 480, channels: 3, background: '#8a8a86' } })
    .composite([
      { input: person, left: 0, top: 0 },
      { input: phone, left: 460, top: 150 },
    ])
    .jpeg({ quality: 95 })
    .toBuffer();
}

const toldTo = (subject: RegExp, from = 0) =>
  house.mail
    .mails()
    .slice(from)
    .filter((mail) => subject.test(mail.subject))
    .flatMap(({ envelope }) => envelope.to)
    .sort();

async function waitFor(done: () => boolean): Promise<void> {
  const until = Date.now() + 20_000;
  while (!done()) {
    if (Date.now() > until)
      throw new Error(
        house.mail
          .mails()
          .map(({ subject, to }) => `${to}: ${subject}`)
          .join('\n'),
      );
    await new Promise((wake) => setTimeout(wake, 100));
  }
}

const EVERYBODY = ['ada@example.org', 'owner@example.org'];
const codes = () => house.mail.mails().filter(({ subject }) => subject.includes('new QR code'));
const codeOf = (index: number) => codes().filter(({ to }) => to === ADA.email)[index]!.attachments[0]!.bytes;

describe.skipIf(!hasChromium)('virtual-key, the source system of a key on the telephone', () => {
  it('D1 D2 announces a registration with five samples to everybody, and mails the newcomer a QR code', async () => {
    const { id } = await house.api.json<{ id: string }>('POST', '/api/people', ADA);
    const photos = house.people.otherPeople[0]!.enrolment;
    for (let sample = 0; sample < 5; sample++)
      await house.api.call('POST', `/api/people/${id}/face-samples`, photos[sample % photos.length]!);
    await waitFor(() => codes().some(({ to }) => to === ADA.email));
    await waitFor(() => EVERYBODY.every((one) => toldTo(/regist/i).includes(one)));
  });

  it('D3 D5 D6 D8 lets in by face and code, tells everybody, voids the code and mails the next', async () =>
    withCamera(await holding(house.people.otherPeople[0]!.enrolment[0]!, codeOf(0)), async (browser) => {
      const before = house.mail.mails().length;
      await browser.page.goto(house.kiosk);
      await begin(browser);
      await reads(browser, /Welcome, Ada/);
      await waitFor(() => codes().filter(({ to }) => to === ADA.email).length === 2);
      await waitFor(() => EVERYBODY.every((one) => toldTo(/was let in|was it you/i, before).includes(one)));
    }));

  it('D5 D8 refuses the code that is void, after five readings', async () =>
    withCamera(await holding(house.people.otherPeople[0]!.enrolment[0]!, codeOf(0)), async (browser) => {
      await browser.page.goto(house.kiosk);
      await begin(browser);
      await reads(browser, 'Try again', 45_000);
      const events = await house.events();
      const denied = events.find(({ type }) => type === 'attempt.denied')!;
      expect(denied.facts).toMatchObject({ factor: 'qr', passed: 1 });
      const wrong = events.filter(
        ({ type, attemptId }) => type === 'attempt.step_failed' && attemptId === denied.attemptId,
      );
      expect(wrong).toHaveLength(4);
    }));

  it('D4 refuses a stranger, and sends the photograph to everybody', () =>
    withCamera(house.people.strangers[0]!, async (browser) => {
      const before = house.mail.mails().length;
      await browser.page.goto(house.kiosk);
      await begin(browser);
      await reads(browser, /not authorised here/);
      await waitFor(() =>
        EVERYBODY.every((one) =>
          house.mail
            .mails()
            .slice(before)
            .some(({ to }) => to === one),
        ),
      );
      for (const mail of house.mail.mails().slice(before))
        expect(mail.attachments[0]!.bytes.byteLength).toBeGreaterThan(2_000);
    }));

  it('D7 D9 shows everybody who is registered with their details, and erases one, who is a stranger from then on', async () => {
    const photo = await holding(
      house.people.otherPeople[0]!.enrolment[0]!,
      codes()
        .filter(({ to }) => to === ADA.email)
        .at(-1)!.attachments[0]!.bytes,
    );
    await withCamera(photo, async (browser) => {
      await signInAs(browser, house.api, house.server.url);
      const { page } = browser;
      await page.goto(`${house.server.url}/people`);
      await reads(browser, 'ada · ada@example.org');
      await reads(browser, '5 samples');
      await page.getByRole('link', { name: /Ada/ }).click();
      await page.getByRole('button', { name: 'Erase' }).click();
      await page.getByLabel(/Type the user name/).fill('ada');
      await page.getByRole('button', { name: 'Erase for good' }).click();
      await page.waitForURL(/\/people$/);
      expect(await page.getByText('ada@example.org').count()).toBe(0);

      await page.goto(house.kiosk);
      await begin(browser);
      await reads(browser, /not authorised here/);
    });
  });
});
