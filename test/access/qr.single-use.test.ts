import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Attempt, issueQrTwin } from '../../src/access/index.ts';
import type { CredentialId, PersonId } from '../../src/kernel/index.ts';
import { frame } from '../fakes/access-house.ts';
import { type CodeHouse, openCodeHouse, PASSWORD, QR } from '../fakes/code-house.ts';

let house: CodeHouse;
let ada: PersonId;
beforeEach(async () => {
  house = await openCodeHouse([PASSWORD, QR]);
  ada = await house.addPerson('ada', null);
});
afterEach(() => house.close());

const codesOf = async (id: PersonId) =>
  (await house.store.credentials.listOf(id)).filter(({ kind, duress }) => kind === 'qr' && !duress);
const textOf = async (id: PersonId) => (await codesOf(id))[0]!.lookup!;

async function read(attempt: Attempt, text: string): Promise<Attempt> {
  await house.access.showFrame(await house.current(attempt.id), frame(`qr:${text}`));
  return house.current(attempt.id);
}

it('D2 whoever is registered where a QR code is asked for gets one, also those who were there before', async () => {
  expect(await textOf(ada)).toMatch(/^SP1\.[A-Za-z0-9_-]{43}$/);
  const issued = house.events.filter(({ type }) => type === 'code.issued');
  expect(issued).toMatchObject([{ personId: ada, facts: { factor: 'qr' } }]);
  const before = await openCodeHouse([PASSWORD]);
  const bob = await before.addPerson('bob', null);
  expect(await before.store.credentials.listOf(bob)).toEqual([]);
  await before.store.flows.update({ ...before.flow, steps: [PASSWORD, QR] });
  await before.giveFlow();
  expect(await before.store.credentials.listOf(bob)).toMatchObject([{ kind: 'qr' }]);
  await before.close();
});

it('D5 D8 the right code grants; then it is void and the next one is another', async () => {
  const text = await textOf(ada);
  expect(await read(await house.beginAs('ada'), text)).toMatchObject({ status: 'granted' });
  expect(await codesOf(ada)).toHaveLength(1);
  expect(await textOf(ada)).not.toBe(text);
  expect(await read(await house.beginAs('ada'), text)).toMatchObject({ status: 'open', wrongTries: 1 });
});

it('D8 of two browsers with one code one wins', async () => {
  const text = await textOf(ada);
  const [one, two] = [await house.beginAs('ada'), await house.beginAs('ada')];
  await Promise.all([read(one, text), read(two, text)]);
  const ended = [await house.current(one.id), await house.current(two.id)];
  expect(ended.filter(({ status }) => status === 'granted')).toHaveLength(1);
  const loser = ended.find(({ status }) => status === 'open')!;
  expect(loser.trace.at(-1)).toMatchObject({ what: 'failed', why: 'wrong_secret' });
  expect(await codesOf(ada)).toHaveLength(1);
});

it('D8 a login by another flow rolls the code too, unless the site wants it otherwise', async () => {
  const text = await textOf(ada);
  await house.store.flows.update({ ...house.flow, steps: [PASSWORD] });
  expect(await house.beginAs('ada')).toMatchObject({ status: 'granted' });
  const rolled = await textOf(ada);
  expect(rolled).not.toBe(text);
  await house.store.settings.put('qr', { rollAtEveryLogin: false });
  await house.beginAs('ada');
  expect(await textOf(ada)).toBe(rolled);
});

it('a refused attempt voids nothing: somebody else’s code stays theirs', async () => {
  const bob = await house.addPerson('bob', null);
  const text = await textOf(bob);
  expect(await read(await house.beginAs('ada'), text)).toMatchObject({
    status: 'denied',
    reason: 'factor_mismatch',
  });
  expect(await textOf(bob)).toBe(text);
});

it('a twin grants like any code and is mailed to nobody: the code on its way is the ordinary one', async () => {
  const twin = `SP1.${'t'.repeat(43)}`;
  const ordinary = (await codesOf(ada))[0]!;
  const id = 'twin' as CredentialId;
  await house.store.credentials.add({ ...ordinary, id, lookup: twin, duress: true });
  expect(await read(await house.beginAs('ada'), twin)).toMatchObject({ status: 'granted', duress: true });
  const held = await house.store.credentials.listOf(ada);
  expect(held.filter(({ duress }) => duress).map(({ lookup }) => lookup)).not.toContain(twin);
  expect(held.filter(({ duress }) => duress)).toHaveLength(1);
  const issued = house.events.filter(({ type }) => type === 'code.issued').at(-1)!;
  const sent = held.find((one) => 'credentialId' in issued.facts && one.id === issued.facts.credentialId);
  expect(sent).toMatchObject({ duress: false });
});

it('D2 whoever has a code keeps it when they are reactivated or a flow is changed, and who is suspended gets none', async () => {
  const bob = await house.addPerson('bob', null);
  const [first, second] = [await textOf(ada), await textOf(bob)];
  await house.people.suspend(bob, house.actor);
  await house.giveFlow();
  await house.people.reactivate(bob, house.actor);
  expect([await textOf(ada), await textOf(bob)]).toEqual([first, second]);
  expect(house.events.filter(({ type }) => type === 'code.issued')).toHaveLength(2);
});

it('B13 D8 making a twin looks in log and mail as making a new code does, and only one twin is ever good', async () => {
  const make = () =>
    house.ledger.transaction(async (tx) => {
      const holder = { personId: ada, attemptId: null, now: house.clock.now() };
      const { text, draft } = await issueQrTwin(tx, holder);
      await tx.record([draft]);
      return text;
    });
  const former = await textOf(ada);
  const [first, second] = [await make(), await make()];
  const issued = house.events.slice(-2);
  expect(issued.map(({ type }) => type)).toEqual(['code.issued', 'code.issued']);
  const held = await house.store.credentials.listOf(ada);
  expect(held.map(({ duress }) => duress)).toEqual([false, true]);
  // What goes out by mail is the ordinary one.
  expect(issued[1]!.facts).toMatchObject({ credentialId: held.find(({ duress }) => !duress)!.id });
  expect(await textOf(ada)).not.toBe(former);
  expect(await read(await house.beginAs('ada'), first)).toMatchObject({ status: 'open', wrongTries: 1 });
  expect(await read(await house.beginAs('ada'), second)).toMatchObject({ status: 'granted', duress: true });
});
