import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type CodeHouse, openCodeHouse } from '../fakes/code-house.ts';

/** Asks, waits for the mail and the record of its delivery, and says where the code of that mail is found. */
async function findTraces(house: CodeHouse): Promise<string[]> {
  const attempt = await house.beginAs('ada');
  house.server.clear();
  await house.access.challenge(attempt, 'email_otp');
  const [mail] = await house.server.waitForMail(1);
  const code = /^\d{6}$/m.exec(mail!.text)![0];
  await house.delivered();
  expect(await house.store.codes.find(attempt.id)).toBeNull();
  const events = await house.store.events.list({ limit: 500 });
  const deliveries = await house.store.outbox.list({ limit: 500 });
  const files = readdirSync(house.folder).map((name) => readFileSync(join(house.folder, name)));
  const places: [string, boolean][] = [
    ['subject', mail!.subject.includes(code)],
    ['events', JSON.stringify(events).includes(code)],
    ['deliveries', JSON.stringify(deliveries).includes(code)],
    ['logs', house.log.join('').includes(code)],
    ['database', files.some((bytes) => bytes.includes(code))],
  ];
  return places.filter(([, found]) => found).map(([place]) => place);
}

it('C2 a code is nowhere once it was sent: not in the log, the events, the deliveries, the subject or the database', async () => {
  const house = await openCodeHouse();
  await house.addPerson('ada', null);
  house.startMail();
  // Six digits stand somewhere by chance now and then, but not in the same place three times.
  const walks = [await findTraces(house), await findTraces(house), await findTraces(house)];
  expect(walks[0]!.filter((place) => walks.every((walk) => walk.includes(place)))).toEqual([]);
  expect(house.log.join('')).toContain('an alert was tried');
  await house.close();
});

it('C2 a mail server that quotes the code in its answer does not get it into the delivery record', async () => {
  const house = await openCodeHouse();
  await house.addPerson('ada', null);
  await house.server.behave('quote_message');
  const attempt = await house.beginAs('ada');
  await house.access.challenge(attempt, 'email_otp');
  const code = await house.codeOf(attempt.id);
  house.startMail();
  await house.delivered();
  const [row] = await house.store.outbox.list({ limit: 1 });
  expect(row!.history[0]!.response).toContain('•••');
  expect(row!.history[0]!.response).not.toContain(code);
  await house.close();
});
