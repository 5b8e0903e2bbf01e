import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepSecret, totpCode, totpStepAt } from '../../src/access/factors/totp.ts';
import type { PersonId } from '../../src/kernel/index.ts';
import { giveCredential } from '../contract/factor.ts';
import { type AccessHouse, openAccessHouse } from '../fakes/access-house.ts';
import { askFor } from '../fakes/ask-for.ts';

let house: AccessHouse;
let ada: PersonId;
const secret = randomBytes(20);
beforeEach(async () => {
  house = await openAccessHouse();
  ada = await house.addPerson('ada', null);
  await askFor(house, ['password'], ['totp']);
  await giveCredential(house, ada, 'totp', { lookup: null, secret: keepSecret(secret) });
});
afterEach(() => house.close());

const codeNow = (off = 0) => totpCode(secret, totpStepAt(house.clock.now()) + off);

async function atCode(userName = 'ada') {
  const { attempt } = await house.begin();
  const password = { factor: 'password' as const, userName, password: `right ${userName}` };
  return (await house.access.show(attempt, password)).attempt;
}
const show = async (code: string, userName = 'ada') =>
  (await house.access.show(await atCode(userName), { factor: 'totp', code })).attempt;

describe('an authenticator code', () => {
  it('D8 opens once: the same code, a second later or at once, is refused', async () => {
    const code = codeNow();
    expect(await show(code)).toMatchObject({ status: 'granted' });
    expect(await show(code)).toMatchObject({ status: 'open', wrongTries: 1 });
    house.clock.time += 30_000;
    expect(await show(code)).toMatchObject({ status: 'open', wrongTries: 1 });
    expect(await show(codeNow())).toMatchObject({ status: 'granted' });
  });

  it('is worth nothing once a later one was used', async () => {
    const before = codeNow(-1);
    expect(await show(codeNow())).toMatchObject({ status: 'granted' });
    expect(await show(before)).toMatchObject({ status: 'open', wrongTries: 1 });
  });

  it('of two browsers that race with it opens one', async () => {
    const attempts = [await atCode(), await atCode()];
    const code = codeNow();
    const ended = await Promise.all(attempts.map((one) => house.access.show(one, { factor: 'totp', code })));
    const statuses = ended.map(({ attempt }) => attempt.status).sort();
    expect(statuses).toEqual(['granted', 'open']);
  });

  it('of one person opens nothing as another', async () => {
    await house.addPerson('bob', null);
    expect(await show(codeNow(), 'bob')).toMatchObject({
      status: 'open',
      wrongTries: 1,
      personId: expect.not.stringContaining(ada),
    });
  });

  it('half a minute off works, a minute off does not', async () => {
    expect(await show(codeNow(2))).toMatchObject({ status: 'open', wrongTries: 1 });
    expect(await show(codeNow(-2))).toMatchObject({ status: 'open', wrongTries: 1 });
    expect(await show(codeNow(-1))).toMatchObject({ status: 'granted' });
    expect(await show(codeNow(1))).toMatchObject({ status: 'granted' });
    const off = house.events.flatMap((event) =>
      event.type === 'attempt.step_failed' ? [event.facts.clockOffMs] : [],
    );
    expect(off).toEqual([60_000, -60_000]);
  });
});
