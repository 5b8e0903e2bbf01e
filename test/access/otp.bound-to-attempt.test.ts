import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AttemptId } from '../../src/kernel/index.ts';
import { type CodeHouse, openCodeHouse } from '../fakes/code-house.ts';

let house: CodeHouse;
beforeEach(async () => {
  house = await openCodeHouse();
  await house.addPerson('ada', null);
  await house.addPerson('bob', null);
});
afterEach(() => house.close());

async function ask(userName: string): Promise<{ id: AttemptId; code: string }> {
  const attempt = await house.beginAs(userName);
  await house.access.challenge(attempt, 'email_otp');
  return { id: attempt.id, code: await house.codeOf(attempt.id) };
}

const show = async (id: AttemptId, code: string) =>
  (await house.access.show(await house.current(id), { factor: 'email_otp', code })).attempt;

/** Two codes may be equal by chance, once in a million. */
async function askDifferent(userName: string, unlike: string) {
  let asked = await ask(userName);
  while (asked.code === unlike) asked = await ask(userName);
  return asked;
}

it('C2 a code of the same person’s other attempt is wrong', async () => {
  const first = await ask('ada');
  const second = await askDifferent('ada', first.code);
  expect(await show(second.id, first.code)).toMatchObject({ status: 'open', wrongTries: 1 });
  expect(await show(second.id, second.code)).toMatchObject({ status: 'granted' });
});

it('C2 somebody else’s code is wrong', async () => {
  const ada = await ask('ada');
  const bob = await askDifferent('bob', ada.code);
  expect(await show(bob.id, ada.code)).toMatchObject({ status: 'open', wrongTries: 1 });
});

it('C2 a code is good to the last millisecond of ten minutes, and wrong after that', async () => {
  const early = await ask('ada');
  house.clock.time += 10 * 60_000 - 1;
  expect(await show(early.id, early.code)).toMatchObject({ status: 'granted' });
  const late = await ask('ada');
  house.clock.time += 10 * 60_000;
  expect(await show(late.id, late.code)).toMatchObject({ status: 'open', wrongTries: 1 });
});

it('C2 without having asked for one, no code is right', async () => {
  const { id } = await house.beginAs('ada');
  expect(await show(id, '000000')).toMatchObject({ status: 'open', wrongTries: 1 });
});

it('a code that lies in the store is gone once it was shown rightly, and once it has run out', async () => {
  const used = await ask('ada');
  await show(used.id, used.code);
  expect(await house.store.codes.find(used.id)).toBeNull();
  const left = await ask('ada');
  expect(await house.store.codes.removeExpired(house.clock.now())).toBe(0);
  house.clock.time += 10 * 60_000;
  expect(await house.store.codes.removeExpired(house.clock.now())).toBe(1);
  expect(await house.store.codes.find(left.id)).toBeNull();
});

it('whoever has no address is refused as for any other reason, and so is everybody while mail is not set up', async () => {
  const cy = await house.addPerson('cy', null);
  await house.people.change(cy, { email: null }, house.actor);
  const without = await house.access.challenge(await house.beginAs('cy'), 'email_otp');
  expect(without).toMatchObject({ show: null, attempt: { status: 'denied', reason: 'factor_missing' } });
  house.site.mail = false;
  const unset = await house.access.challenge(await house.beginAs('ada'), 'email_otp');
  expect(unset).toMatchObject({ show: null, attempt: { status: 'denied', reason: 'factor_missing' } });
});

it('what is kept of a code counts for no other attempt and no other person, were it copied there', async () => {
  const { id, code } = await ask('ada');
  const { challenge, personId } = await house.current(id);
  const factor = house.factors.email_otp!;
  const context = {
    attemptId: id,
    claimedPersonId: personId,
    challenge: challenge!.keep,
    now: house.clock.now(),
  };
  const verdict = async (change: object) =>
    (await factor.verify({ code }, { ...context, ...change })).verdict;
  expect(await verdict({})).toBe('match');
  expect(await verdict({ attemptId: 'another' })).toBe('no_match');
  expect(await verdict({ claimedPersonId: await house.addPerson('eve', null) })).toBe('no_match');
});
