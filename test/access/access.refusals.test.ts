import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Attempt, FactorInput } from '../../src/access/index.ts';
import type { AttemptId, FlowId } from '../../src/kernel/index.ts';
import { type AccessHouse, frame, openAccessHouse } from '../fakes/access-house.ts';
import { askFor } from '../fakes/ask-for.ts';

let house: AccessHouse;
beforeEach(async () => {
  house = await openAccessHouse();
  await house.addPerson('ada', 0);
});
afterEach(() => house.close());

const PASSWORD: FactorInput = { factor: 'password', userName: 'ada', password: 'right ada' };
const refused = (code: string) => expect.objectContaining({ code });
const stored = async ({ id }: Attempt) => (await house.store.attempts.find(id))!;
const afterPassword = async () => (await house.access.show((await house.begin()).attempt, PASSWORD)).attempt;

describe('what is shown where it is not asked for', () => {
  it('is refused, counts as no try and changes nothing', async () => {
    const { attempt } = await house.begin();
    await expect(house.access.show(attempt, { factor: 'pin', pin: '482913' })).rejects.toEqual(
      refused('wrong_step'),
    );
    await expect(house.access.challenge(attempt, 'email_otp')).rejects.toEqual(refused('wrong_step'));
    expect(await stored(attempt)).toEqual(attempt);
  });

  it('is refused where nothing here can check it, or nothing is sent for it', async () => {
    await askFor(house, ['sms_otp', 'password']);
    const { attempt } = await house.begin();
    delete house.factors.sms_otp;
    const code: FactorInput = { factor: 'sms_otp', code: '123456' };
    await expect(house.access.show(attempt, code)).rejects.toEqual(refused('wrong_step'));
    for (const factor of ['sms_otp', 'password'] as const)
      await expect(house.access.challenge(attempt, factor)).rejects.toEqual(refused('wrong_step'));
  });

  it('is refused once the attempt is over, by frames too; giving it up then changes nothing', async () => {
    const denied = (await house.access.show((await house.begin()).attempt, { ...PASSWORD, password: 'no' }))
      .attempt;
    expect(denied.status).toBe('denied');
    await expect(house.access.show(denied, PASSWORD)).rejects.toEqual(refused('attempt_over'));
    await expect(house.access.showFrame(denied, frame('face:0'))).rejects.toEqual(refused('attempt_over'));
    const before = house.events.length;
    expect(await house.access.cancel(denied)).toEqual(denied);
    expect(house.events).toHaveLength(before);
  });
});

it('a factor that cannot say either way is a fault, and grants nothing', async () => {
  await askFor(house, ['pin']);
  const { attempt } = await house.begin();
  house.factors.pin = { ...house.factors.pin!, verify: async () => ({ verdict: 'inconclusive' }) };
  await expect(house.access.show(attempt, { factor: 'pin', pin: '482913' })).rejects.toEqual(
    refused('internal'),
  );
  expect(await stored(attempt)).toEqual(attempt);
});

it('codes are asked for five times in one attempt, one after the other or at once', async () => {
  await askFor(house, ['password'], ['email_otp']);
  const atCode = await afterPassword();
  const atOnce = await Promise.allSettled(
    Array.from({ length: 8 }, () => house.access.challenge(atCode, 'email_otp')),
  );
  const current = await stored(atCode);
  expect(current.challenges).toBe(atOnce.filter(({ status }) => status === 'fulfilled').length);
  expect(current.challenges).toBeLessThanOrEqual(5);
  let latest = current;
  while (latest.challenges < 5) latest = (await house.access.challenge(latest, 'email_otp')).attempt;
  await expect(house.access.challenge(latest, 'email_otp')).rejects.toEqual(refused('throttled'));
  const issued = house.events.filter(({ type }) => type === 'code.issued');
  expect(issued).toHaveLength(5);
});

it('a movement can be swapped only in a liveness challenge', async () => {
  const { attempt } = await house.begin();
  expect(house.access.swapMovement(attempt)).toBe(false);
});

it('an access point whose flow is gone lets nobody begin', async () => {
  const [point] = await house.store.accessPoints.list();
  const lost = { ...point!, flowId: 'gone' as FlowId };
  await expect(house.access.begin(lost, { ipAddress: '192.0.2.1' })).rejects.toEqual(refused('not_found'));
});

it('an attempt that cannot be ended keeps no other from its end, and is told of', async () => {
  const atFace = await afterPassword();
  house.clock.time += 600_000;
  const ghost = { ...atFace, id: 'ghost' as AttemptId };
  house.store.attempts.listOverdue = async () => [ghost, await stored(atFace)];
  await expect(house.access.expireOverdue()).rejects.toEqual(refused('not_found'));
  expect(await stored(atFace)).toMatchObject({ status: 'denied' });
});

describe('a grant is used once, soon, and by whoever is still active', () => {
  async function granted() {
    await askFor(house, ['password']);
    const attempt = await afterPassword();
    expect(attempt.status).toBe('granted');
    return attempt;
  }
  const spend = (attempt: Attempt) => house.ledger.transaction((tx) => house.access.spend(tx, attempt));

  it('and not a second time', async () => {
    const attempt = await granted();
    await spend(attempt);
    await expect(spend(attempt)).rejects.toEqual(refused('attempt_over'));
  });

  it('and not a minute later', async () => {
    const attempt = await granted();
    house.clock.time += 60_000;
    await expect(spend(attempt)).rejects.toEqual(refused('attempt_over'));
  });

  it('and not what was never granted, or never was', async () => {
    const { attempt } = await house.begin();
    await expect(spend(attempt)).rejects.toEqual(refused('attempt_over'));
    await expect(spend({ ...attempt, id: 'none' as AttemptId })).rejects.toEqual(refused('attempt_over'));
  });
});
