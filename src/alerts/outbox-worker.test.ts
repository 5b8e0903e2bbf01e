import { afterEach, expect, test, vi } from 'vitest';
import { type AlertHouse, openAlertHouse, PHOTO } from '../../test/fakes/alert-house.ts';
import type { MailServerOptions } from '../../test/fakes/mail-server.ts';

let house: AlertHouse;
afterEach(() => house?.close());

async function open(mail: MailServerOptions = {}): Promise<AlertHouse> {
  house = await openAlertHouse(mail);
  return house;
}

const until = (condition: () => Promise<void>) => vi.waitFor(condition, { timeout: 10_000, interval: 15 });
/** As soon as something was tried and nothing is under way: how many tries there were. */
async function quiet(): Promise<number> {
  let tried = 0;
  await until(async () => {
    const rows = await house.rows();
    tried = rows.reduce((sum, { tries }) => sum + tries, 0);
    expect(tried).toBeGreaterThan(0);
    expect(rows.reduce((sum, { history }) => sum + history.length, 0)).toBe(tried);
  });
  return tried;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

test('an alert goes out with photograph and facts, and leaves a record and an event', async () => {
  const { server, startWorker, denied, rows, types, owner, store } = await open();
  startWorker();
  await denied();
  const [mail] = await server.waitForMail(1);
  expect(mail).toMatchObject({ to: 'olga@example.org', envelope: { to: ['olga@example.org'] } });
  expect(Buffer.from(mail!.attachments[0]!.bytes).equals(PHOTO)).toBe(true);
  expect(mail!.html).toContain(`cid:${mail!.attachments[0]!.contentId}`);
  expect(mail!.text).toContain(
    'Somebody who is not Ada Lovelace tried to sign in as Ada Lovelace at Front door',
  );
  expect(mail!.text).toMatch(/14:00:00 CEST \(2026-06-05T14:00:00\+02:00\)/);
  await until(async () => expect((await rows())[0]).toMatchObject({ state: 'delivered', tries: 1 }));
  const [row] = await rows();
  expect(row!.history).toMatchObject([{ outcome: 'delivered', response: expect.stringMatching(/^250/) }]);
  expect(mail!.messageId).toBe(`<${row!.id}@example.org>`);
  expect(await types()).toEqual(['attempt.denied', 'alert.delivered']);
  const [event, about] = await store.events.list({ limit: 2 });
  expect(event).toMatchObject({
    personId: owner.id,
    attemptId: about!.attemptId,
    facts: { obligationId: row!.id, tries: 1 },
  });
});

test('while the server is down everything waits, and once it is back everything is delivered', async () => {
  const { server, startWorker, denied, rows, pass } = await open({ behaviour: 'refuse_connection' });
  startWorker();
  for (let i = 0; i < 3; i++) await denied();
  await quiet();
  expect((await rows()).map(({ state }) => state)).toEqual(['waiting', 'waiting', 'waiting']);
  await server.behave('accept');
  pass(2 * MINUTE);
  expect(await server.waitForMail(3)).toHaveLength(3);
  await until(async () => expect((await rows()).every(({ state }) => state === 'delivered')).toBe(true));
});

test('a server that is down is asked with one message at a time, and its return frees all that waits', async () => {
  const { server, startWorker, denied, pass } = await open({ behaviour: 'refuse_connection' });
  startWorker();
  for (let i = 0; i < 20; i++) await denied({ withPhoto: false, door: `door-${i}` });
  const first = await quiet();
  expect(first).toBeLessThanOrEqual(4);
  pass(5 * SECOND);
  await until(async () => expect(await quiet()).toBe(first + 1));
  pass(5 * SECOND);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await quiet()).toBe(first + 1);
  await server.behave('accept');
  pass(15 * SECOND);
  expect(new Set((await server.waitForMail(20)).map(({ messageId }) => messageId)).size).toBe(20);
});

test('a server that takes the call and never answers is cut off, and asked again', async () => {
  const { server, startWorker, denied, rows, pass } = await open({ behaviour: 'hang' });
  startWorker({ sendDeadlineMs: 300 });
  await denied();
  await until(async () => expect((await rows())[0]!.history).toHaveLength(1));
  expect((await rows())[0]).toMatchObject({ state: 'waiting', history: [{ outcome: 'retry' }] });
  await server.behave('accept');
  pass(5 * SECOND);
  await server.waitForMail(1);
});

test('once one message gets through, those that wait long for their next try go out with it', async () => {
  const { server, startWorker, denied, rows, pass, clock } = await open({ behaviour: 'refuse_connection' });
  const worker = startWorker();
  await denied();
  for (let tries = 1; tries <= 4; tries++) {
    await until(async () => expect((await rows())[0]!.history).toHaveLength(tries));
    if (tries < 4) pass((await rows())[0]!.dueAt - clock.at);
  }
  await server.behave('accept');
  await denied();
  worker.poke({ probeNow: true });
  expect(await server.waitForMail(2)).toHaveLength(2);
});

test('a temporary refusal is tried again after growing waits', async () => {
  const { startWorker, denied, rows, pass, clock } = await open({ behaviour: 'tempfail' });
  startWorker();
  await denied();
  const waits: number[] = [];
  for (let tries = 1; tries <= 9; tries++) {
    await until(async () => expect((await rows())[0]!.history).toHaveLength(tries));
    const [row] = await rows();
    expect(row).toMatchObject({ state: 'waiting', tries });
    waits.push((row!.dueAt - clock.at) / SECOND);
    pass(row!.dueAt - clock.at);
  }
  expect(waits).toEqual([5, 15, 45, 120, 360, 1200, 3600, 10_800, 10_800]);
});

test('after three days it is given up, and the log says so', async () => {
  const { startWorker, denied, rows, types, pass, clock } = await open({ behaviour: 'tempfail' });
  startWorker();
  await denied();
  for (let tries = 1; tries <= 5; tries++) {
    await until(async () => expect((await rows())[0]!.history).toHaveLength(tries));
    expect((await rows())[0]!.state).toBe(tries < 5 ? 'waiting' : 'rejected');
    pass(tries === 4 ? 3 * DAY : (await rows())[0]!.dueAt - clock.at);
  }
  expect((await rows())[0]!.history.at(-1)!.response).toMatch(/Given up after three days: 451/);
  expect(await types()).toEqual(['attempt.denied', 'alert.rejected']);
});

test('mail that is set up after three days still gets a few tries', async () => {
  const { server, startWorker, denied, rows, pass } = await open({ behaviour: 'tempfail' });
  await denied();
  house.clock.at += 4 * DAY;
  startWorker();
  await until(async () => expect((await rows())[0]!.history).toHaveLength(1));
  expect((await rows())[0]!.state).toBe('waiting');
  await server.behave('accept');
  pass(5 * SECOND);
  await server.waitForMail(1);
});

test('a refusal for good ends it; the record keeps the server’s words, the log keeps no address', async () => {
  const { startWorker, denied, rows, store } = await open({ behaviour: 'reject' });
  startWorker();
  await denied();
  await until(async () => expect((await rows())[0]!.state).toBe('rejected'));
  expect((await rows())[0]!.history).toMatchObject([
    { outcome: 'rejected', response: expect.stringMatching(/550 5\.1\.1/) },
  ]);
  const [event] = await store.events.list({ limit: 1 });
  expect(event).toMatchObject({
    type: 'alert.rejected',
    facts: { why: 'the mail server refused it (550 5.1.1)', tries: 1 },
  });
  expect(JSON.stringify(event)).not.toContain('olga');
});

test('while mail is not set up nothing is tried; once it is, all of it goes out', async () => {
  const { server, startWorker, denied, rows, poke } = await open();
  const settings = house.settings;
  house.settings = null;
  startWorker();
  await denied();
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect((await rows())[0]).toMatchObject({ state: 'waiting', tries: 0 });
  house.settings = settings;
  poke();
  await server.waitForMail(1);
});

test('a wrong password locks out no account, and once it is mended alerts go out at once', async () => {
  const { server, startWorker, denied, rows, poke, pass } = await open({ behaviour: 'auth' });
  const settings = { ...house.settings!, userName: 'sallyport', password: 'wrong' };
  house.settings = settings;
  startWorker();
  await denied();
  await until(async () => expect((await rows())[0]!.history).toHaveLength(1));
  await denied();
  pass(10 * MINUTE);
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(server.connections()).toBe(1);
  house.settings = { ...settings, password: 'right password' };
  poke();
  expect(await server.waitForMail(2)).toHaveLength(2);
});

test('two workers on one outbox send every alert once', async () => {
  const { server, startWorker, denied, rows } = await open();
  for (let i = 0; i < 20; i++) await denied({ withPhoto: false, door: `door-${i}` });
  startWorker();
  startWorker();
  await until(async () => expect((await rows()).every(({ state }) => state === 'delivered')).toBe(true));
  expect(server.mails()).toHaveLength(20);
  expect(new Set(server.mails().map(({ messageId }) => messageId)).size).toBe(20);
  expect((await rows()).map(({ tries }) => tries)).toEqual(Array(20).fill(1));
});

test('a worker that dies after the server took the message loses nothing: it comes again under the same Message-ID', async () => {
  const { server, startWorker, denied, rows, pass } = await open();
  const dying = startWorker({ ledger: { transaction: () => Promise.reject(new Error('killed')) } });
  await denied();
  await server.waitForMail(1);
  await dying.stop();
  expect((await rows())[0]).toMatchObject({ state: 'waiting', tries: 1, history: [] });
  startWorker();
  pass(59 * SECOND);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect((await rows())[0]!.tries).toBe(1);
  pass(1 * SECOND);
  const [first, second] = await server.waitForMail(2);
  expect(second!.messageId).toBe(first!.messageId);
  await until(async () => expect((await rows())[0]).toMatchObject({ state: 'delivered', tries: 2 }));
});

test('who was erased or suspended since, or has an address that is none, gets nothing and the server hears nothing', async () => {
  const { server, startWorker, denied, rows, store, addPerson, owner, types } = await open();
  const suspended = await addPerson('sam', { roles: ['administrator'], email: 'sam@example.org' });
  await addPerson('eve', {
    roles: ['administrator'],
    email: 'eve@example.org\r\nRCPT TO:<evil@example.org>',
  });
  await denied();
  await store.people.update({ ...suspended, status: 'suspended' });
  await store.people.erase(owner.id);
  startWorker();
  await until(async () =>
    expect((await rows()).map(({ state }) => state)).toEqual(Array(3).fill('rejected')),
  );
  expect(server.connections()).toBe(0);
  expect(await types()).toEqual(['attempt.denied', ...Array(3).fill('alert.rejected')]);
  const whys = (await store.events.list({ limit: 3 })).map(({ facts }) => (facts as { why: string }).why);
  expect(whys.sort()).toEqual([
    'the recipient may not receive alerts any more',
    'the recipient was erased',
    'the recipient’s e-mail address is not valid',
  ]);
});

test('a photograph erased before the alert went out is said to be', async () => {
  const { server, startWorker, denied, store, member } = await open();
  await denied({ ownerId: member.id });
  await store.people.erase(member.id);
  startWorker();
  const [mail] = await server.waitForMail(1);
  expect(mail!.attachments).toEqual([]);
  expect(mail!.text).toContain('The photograph was erased since.');
  expect(mail!.text).not.toContain('Ada');
});

test('HTML in a name arrives as words', async () => {
  const { server, startWorker, denied, store, member } = await open();
  await store.people.update({ ...member, displayName: '<b onclick="x">Ada</b>' });
  await denied();
  startWorker();
  const [mail] = await server.waitForMail(1);
  expect(mail!.html).not.toContain('<b onclick');
  expect(mail!.html).toContain('&lt;b onclick=');
});

test('a stop lets a running send finish, and cuts off one that hangs so that it is due at once', async () => {
  const { server, startWorker, denied, rows, clock } = await open();
  const worker = startWorker();
  await denied();
  await until(async () => expect((await rows())[0]!.tries).toBe(1));
  await worker.stop();
  expect((await rows())[0]!.state).toBe('delivered');
  await server.behave('hang');
  clock.at += 1;
  const stuck = startWorker({ stopWithinMs: 100 });
  await denied();
  await until(async () => expect((await rows())[0]!.tries).toBe(1));
  const from = Date.now();
  await stuck.stop();
  expect(Date.now() - from).toBeLessThan(2000);
  expect((await rows())[0]).toMatchObject({ state: 'waiting', dueAt: clock.at });
});

test('an alert that cannot be prepared holds up no other', async () => {
  const { server, startWorker, denied, store, rows } = await open();
  await denied();
  await denied();
  const [, broken] = await rows();
  const listForward: typeof store.events.listForward = async (after, limit) => {
    if (after === broken!.facts.eventSeq - 1) throw new Error('damaged');
    return store.events.listForward(after, limit);
  };
  startWorker({ sources: { ...store, events: { ...store.events, listForward } } });
  await server.waitForMail(1);
  await until(async () =>
    expect((await rows()).map(({ state }) => state).sort()).toEqual(['delivered', 'waiting']),
  );
});
