import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Flow } from '../../src/access/index.ts';
import type { PersonId } from '../../src/kernel/index.ts';
import { frame } from '../fakes/access-house.ts';
import { type CodeHouse, openCodeHouse, PASSWORD } from '../fakes/code-house.ts';

const FACE = { anyOf: ['face' as const], timeLimitMs: 20_000 };
let house: CodeHouse;
let ada: PersonId;
beforeEach(async () => {
  house = await openCodeHouse([PASSWORD]);
  ada = await house.addPerson('ada', 0);
  await house.addPerson('bob', 0.5);
  const cy = await house.addPerson('cy', 1);
  await house.people.change(cy, { roles: ['member'] }, house.actor);
  await house.addPerson('left', null).then((id) => house.people.suspend(id, house.actor));
  // These registrations are no part of what a test counts.
  house.clock.time += 3_600_000;
});
afterEach(() => house.close());

const tell = (granted: 'nobody' | 'alerts' | 'everybody', denied = granted, change: Partial<Flow> = {}) =>
  house.store.flows.update({ ...house.flow, tell: { granted, denied }, ...change });

async function mailed(count: number) {
  house.startMail();
  const mails = await house.server.waitForMail(count);
  await house.delivered();
  expect(house.server.mails()).toHaveLength(count);
  return new Map(mails.map((mail) => [mail.to.split('@')[0]!, mail]));
}

const names = (mails: Map<string, unknown>) => [...mails.keys()].sort();

it('D6 a login is told to everybody who is registered, and the one who logged in is asked whether it was them', async () => {
  await tell('everybody');
  await house.beginAs('ada');
  const mails = await mailed(3);
  expect(names(mails)).toEqual(['ada', 'bob', 'cy']);
  expect(mails.get('cy')).toMatchObject({ subject: 'Sallyport: somebody was let in at Panel' });
  expect(mails.get('cy')!.text).toMatch(/^ada was let in at Panel\./i);
  expect(mails.get('ada')).toMatchObject({ subject: 'Sallyport: was it you at Panel?' });
  expect(mails.get('ada')!.text).toMatch(/If it was not: change your password/);
});

it('D4 a stranger’s photograph is sent to everybody, once each', async () => {
  await tell('everybody', 'everybody', { steps: [FACE, PASSWORD] });
  const { attempt } = await house.begin();
  for (let i = 0; i < 6; i++) await house.access.showFrame(attempt, frame('face:9')).catch(() => undefined);
  expect(await house.current(attempt.id)).toMatchObject({ status: 'denied', reason: 'unknown_credential' });
  const mails = await mailed(3);
  expect(names(mails)).toEqual(['ada', 'bob', 'cy']);
  for (const mail of mails.values())
    expect(Buffer.from(mail.attachments[0]!.bytes).toString()).toBe('face:9');
  expect(mails.get('cy')!.subject).toBe('Sallyport: somebody was refused at Panel');
  expect(mails.get('ada')!.subject).toMatch(/^Sallyport: refused at Panel/);
});

it('where a flow tells nobody of refusals, no alert is sent either; where it says nothing, the alerts are', async () => {
  const refuse = async () => {
    const { attempt } = await house.begin();
    for (let i = 0; i < 6; i++) await house.access.showFrame(attempt, frame('face:9')).catch(() => undefined);
  };
  await tell('nobody', 'nobody', { steps: [FACE, PASSWORD] });
  await refuse();
  expect(await house.store.outbox.nextDueAt()).toBeNull();
  await house.store.flows.update({ ...house.flow, steps: [FACE, PASSWORD] });
  await refuse();
  expect(await mailed(2).then(names)).toEqual(['ada', 'bob']);
});

it('D2 a registration is told to everybody where the site says so, also when it failed', async () => {
  await house.tell('everybody');
  await house.addPerson('dora', null);
  await house.ledger.transaction((tx) =>
    tx.record([{ type: 'person.enrolment_failed', facts: { why: 'not_same_person' }, personId: ada }]),
  );
  house.startMail();
  const mails = await house.server.waitForMail(8);
  const subjects = mails.filter(({ to }) => to === 'cy@example.org').map(({ subject }) => subject);
  expect(subjects.sort()).toEqual([
    'Sallyport: somebody could not be registered',
    'Sallyport: somebody was registered',
  ]);
  expect(mails.find(({ subject }) => /could not/.test(subject))!.text).toMatch(
    /could not register ada: the face is not that of the photographs/,
  );
});

it('by default a registration is told to nobody', async () => {
  await house.addPerson('dora', null);
  expect(await house.store.outbox.nextDueAt()).toBeNull();
});

it('a hundred people registered at once do not become thousands of mails', async () => {
  await house.tell('everybody');
  await house.ledger.transaction((tx) =>
    tx.record(
      Array.from({ length: 100 }, () => ({
        type: 'person.added' as const,
        facts: { roles: [] },
        personId: ada,
      })),
    ),
  );
  const owed = await house.store.outbox.list({ limit: 500 });
  // The first five, then the 10th, 20th, 40th and 80th, to three people each.
  expect(owed).toHaveLength(9 * 3);
});

it('a login after failures, or from a new network, is asked about by mail; an ordinary one is not', async () => {
  await house.beginAs('ada');
  await house.beginAs('ada');
  expect(await house.store.outbox.nextDueAt()).toBeNull();
  const { attempt } = await house.begin(undefined, '203.0.113.9');
  await house.access.show(attempt, { factor: 'password', userName: 'ada', password: 'right ada' });
  const granted = house.events.filter(({ type }) => type === 'attempt.granted');
  expect(granted.map(({ facts }) => 'newNetwork' in facts)).toEqual([false, false, true]);
  const mails = await mailed(1);
  expect(mails.get('ada')!.text).toMatch(/Was it you\? ada was let in at Panel, from a new address/i);
  expect(mails.get('ada')!.text).toContain('203.0.113.9');
});

it('a login under duress is told in the same words as any other', async () => {
  await tell('everybody');
  const event = (duress: object) => ({
    type: 'attempt.granted' as const,
    facts: { steps: 1, factors: ['password' as const], ...duress },
    personId: ada,
  });
  const attempt = await house.beginAs('ada');
  const about = { attemptId: attempt.id, accessPointId: attempt.accessPointId, ipAddress: '192.0.2.1' };
  await house.ledger.transaction((tx) => tx.record([{ ...event({ duress: true }), ...about }]));
  house.startMail();
  const mails = (await house.server.waitForMail(6)).filter(({ to }) => to === 'cy@example.org');
  await house.delivered();
  const plain = (text: string) => text.replace(/Message .*/, '');
  expect(mails).toHaveLength(2);
  expect(plain(mails[0]!.text)).toBe(plain(mails[1]!.text));
  expect(mails[0]!.subject).toBe(mails[1]!.subject);
});
