import { afterEach, beforeEach, expect, it } from 'vitest';
import { type CodeHouse, openCodeHouse } from '../fakes/code-house.ts';

let house: CodeHouse;
beforeEach(async () => {
  house = await openCodeHouse();
  await house.addPerson('ada', null);
});
afterEach(() => house.close());

const codeMails = () => house.server.mails().filter(({ subject }) => /your code/.test(subject));
const codeIn = (text: string) => /^\d{6}$/m.exec(text)![0];

it('C1 a code arrives by mail, says until when it counts and what to do otherwise, and works once', async () => {
  house.startMail();
  const attempt = await house.beginAs('ada');
  const { show } = await house.access.challenge(attempt, 'email_otp');
  expect(show).toMatchObject({ sentTo: 'a•••@e•••.org', resendAfterMs: 30_000 });
  const [mail] = await house.server.waitForMail(1);
  expect(mail).toMatchObject({ to: 'ada@example.org', subject: 'Sallyport: your code at Panel' });
  expect(mail!.text).toMatch(/Valid until/);
  expect(mail!.text).toMatch(/If you did not ask for it, tell an administrator/);
  expect(mail!.html).toContain(codeIn(mail!.text));
  const input = { factor: 'email_otp', code: codeIn(mail!.text) } as const;
  expect((await house.access.show(await house.current(attempt.id), input)).attempt).toMatchObject({
    status: 'granted',
  });
  await expect(house.access.show(await house.current(attempt.id), input)).rejects.toMatchObject({
    code: 'attempt_over',
  });
});

it('a code whose attempt is over before mail goes out is not sent late, and nobody is alarmed about that', async () => {
  const attempt = await house.beginAs('ada');
  await house.access.challenge(attempt, 'email_otp');
  await house.access.cancel(await house.current(attempt.id));
  house.startMail();
  await house.delivered();
  expect(codeMails()).toEqual([]);
  const row = (await house.store.outbox.list({ limit: 9 })).find(({ facts }) => facts.message === 'code');
  expect(row).toMatchObject({ state: 'rejected', facts: { message: 'code' } });
  expect(row!.history[0]!.response).toMatch(/attempt that asked for it is over/);
  expect(house.events.find(({ type }) => type === 'alert.rejected')?.facts).toMatchObject({ moot: true });
});

it('a code that ran out before mail goes out is not sent either', async () => {
  const attempt = await house.beginAs('ada');
  await house.access.challenge(attempt, 'email_otp');
  house.clock.time += 10 * 60_000;
  house.startMail();
  await house.delivered();
  expect(codeMails()).toEqual([]);
});

it('of two codes that were asked for before mail goes out, the newer one is sent, once', async () => {
  const attempt = await house.beginAs('ada');
  await house.access.challenge(attempt, 'email_otp');
  await house.access.challenge(await house.current(attempt.id), 'email_otp');
  const code = await house.codeOf(attempt.id);
  house.startMail();
  await house.delivered();
  expect(house.server.mails().map(({ text }) => codeIn(text))).toEqual([code]);
});

it('a code goes out before news that was owed earlier', async () => {
  const news = Array.from({ length: 12 }, (_, i) => house.addPerson(`guest${i}`, null));
  await Promise.all(news);
  await house.tell('everybody');
  for (let i = 0; i < 4; i++) await house.addPerson(`late${i}`, null);
  house.clock.time += 1000;
  await house.access.challenge(await house.beginAs('ada'), 'email_otp');
  const [first] = await house.store.outbox.claimDue(house.clock.now(), 0, 1);
  expect(first!.facts.message).toBe('code');
});
