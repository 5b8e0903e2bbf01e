import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepSecret, totpCode, totpStepAt } from '../../src/access/factors/totp.ts';
import { giveCredential } from '../contract/factor.ts';
import { type AccessHouse, openAccessHouse } from '../fakes/access-house.ts';
import { askFor } from '../fakes/ask-for.ts';

let house: AccessHouse;
const secret = randomBytes(20);
beforeEach(async () => {
  house = await openAccessHouse();
  const ada = await house.addPerson('ada', null);
  await askFor(house, ['password'], ['totp']);
  await giveCredential(house, ada, 'totp', { lookup: null, secret: keepSecret(secret) });
});
afterEach(() => house.close());

const right = () => totpCode(secret, totpStepAt(house.clock.now()));
/** Of no step near now. */
const wrong = () => {
  const near = Array.from({ length: 21 }, (_, off) =>
    totpCode(secret, totpStepAt(house.clock.now()) + off - 10),
  );
  return ['000000', '111111', '222222'].find((code) => !near.includes(code))!;
};
async function atCode() {
  const { attempt } = await house.begin();
  return (await house.access.show(attempt, { factor: 'password', userName: 'ada', password: 'right ada' }))
    .attempt;
}

describe('the cap on authenticator codes', () => {
  it('ends an attempt at the third wrong code', async () => {
    const attempt = await atCode();
    const statuses: string[] = [];
    for (const code of [wrong(), wrong(), wrong()])
      statuses.push((await house.access.show(attempt, { factor: 'totp', code })).attempt.status);
    expect(statuses).toEqual(['open', 'open', 'denied']);
    await expect(
      house.access.show((await house.store.attempts.find(attempt.id))!, { factor: 'totp', code: right() }),
    ).rejects.toMatchObject({ code: 'attempt_over' });
  });

  it('checks nothing after five wrong codes in a row, over attempts, not even the right one', async () => {
    for (let tries = 0, attempt = await atCode(); tries < 5; tries++) {
      const answer = await house.access.show(attempt, { factor: 'totp', code: wrong() });
      attempt = answer.attempt.status === 'open' ? answer.attempt : await atCode();
    }
    house.clock.time += 1;
    const { attempt } = await house.begin();
    const held = await house.access.show(attempt, {
      factor: 'password',
      userName: 'ada',
      password: 'right ada',
    });
    expect(held.attempt).toMatchObject({ status: 'denied', reason: 'throttled' });
  });

  it('counts parallel tries before it checks them: of twenty at once no more than three are checked', async () => {
    const attempt = await atCode();
    await Promise.allSettled(
      Array.from({ length: 20 }, () => house.access.show(attempt, { factor: 'totp', code: wrong() })),
    );
    const failed = house.events.filter(({ type }) => type === 'attempt.step_failed').length;
    expect(failed).toBeLessThanOrEqual(2);
    expect(await house.store.attempts.find(attempt.id)).toMatchObject({ status: 'denied' });
  });
});
