import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AccessHouse, frame, openAccessHouse } from '../fakes/access-house.ts';

let house: AccessHouse;
beforeEach(async () => {
  house = await openAccessHouse();
  await house.addPerson('ada', 0);
});
afterEach(() => house.close());

async function tryPassword(userName: string, password: string, ipAddress = '192.0.2.1') {
  const { attempt } = await house.begin(undefined, ipAddress);
  return house.access.show(attempt, { factor: 'password', userName, password });
}

describe('the cap on password tries', () => {
  it('checks nothing after five failures in a row, not even the right password', async () => {
    for (let i = 0; i < 5; i++) await tryPassword('ada', 'wrong');
    const { attempt, retryAfterMs } = await tryPassword('ada', 'right ada');
    expect(attempt).toMatchObject({ status: 'denied', reason: 'throttled' });
    expect(retryAfterMs).toBe(30_000);
  });

  it('lets the right password pass once the wait is over', async () => {
    for (let i = 0; i < 5; i++) await tryPassword('ada', 'wrong');
    house.clock.time += 30_000;
    expect((await tryPassword('ada', 'right ada')).attempt).toMatchObject({ status: 'open', stepIndex: 1 });
  });

  it('counts parallel tries before it checks them: of twenty at once five are checked', async () => {
    const tries = await Promise.all(Array.from({ length: 20 }, () => tryPassword('ada', 'wrong')));
    const reasons = tries.map(({ attempt }) => attempt.reason);
    expect(reasons.filter((reason) => reason === 'wrong_secret')).toHaveLength(5);
    expect(reasons.filter((reason) => reason === 'throttled')).toHaveLength(15);
  });

  it('is the same for a name that nobody has', async () => {
    for (let i = 0; i < 5; i++) await tryPassword('nobody', 'wrong');
    expect((await tryPassword('nobody', 'wrong')).attempt.reason).toBe('throttled');
  });

  it('cannot be evaded by spelling the name differently', async () => {
    for (const name of ['ada', 'ADA', ' ada ', 'Ada', 'ａｄａ']) await tryPassword(name, 'wrong');
    expect((await tryPassword('ada', 'right ada')).attempt.reason).toBe('throttled');
  });

  it('holds an address that tries many names', async () => {
    for (let i = 0; i < 20; i++) await tryPassword(`name${i}`, 'wrong', '192.0.2.9');
    expect((await tryPassword('ada', 'right ada', '192.0.2.9')).attempt.reason).toBe('throttled');
    expect((await tryPassword('ada', 'right ada', '192.0.2.1')).attempt.status).toBe('open');
  });

  it('counts refused faces too, so that a known password does not allow endless faces', async () => {
    for (let i = 0; i < 5; i++) {
      const { attempt } = await tryPassword('ada', 'right ada');
      for (let n = 0; n < 6; n++) await house.access.showFrame(attempt, frame('face:0.9'));
    }
    expect((await tryPassword('ada', 'right ada')).attempt.reason).toBe('throttled');
  });

  it('is not reset by a right password alone', async () => {
    for (let i = 0; i < 4; i++) await tryPassword('ada', 'wrong');
    await house.access.cancel((await tryPassword('ada', 'right ada')).attempt);
    expect((await tryPassword('ada', 'right ada')).attempt.reason).toBe('throttled');
  });

  it('A11 tells the owner when an account is throttled', async () => {
    for (let i = 0; i < 5; i++) await tryPassword('ada', 'wrong');
    expect(house.events.filter(({ type }) => type === 'access.throttled')).toMatchObject([
      { facts: { scope: 'account', failures: 5, waitMs: 30_000 } },
    ]);
    expect(await house.store.outbox.list({ limit: 9 })).toHaveLength(1);
  });

  it('counts attempts at the face step before their faces are looked at: of twenty begun with the right password five are', async () => {
    const atFace = [];
    for (let i = 0; i < 20; i++) atFace.push((await tryPassword('ada', 'right ada')).attempt);
    const refused = [];
    for (const attempt of atFace) {
      for (let n = 0; n < 6; n++) {
        const seen = await house.access.showFrame(attempt, frame('face:0.9'));
        if (seen.kind === 'attempt') {
          refused.push(seen.attempt.reason);
          break;
        }
      }
    }
    expect(refused.filter((reason) => reason === 'factor_mismatch')).toHaveLength(5);
    expect(refused.filter((reason) => reason === 'throttled')).toHaveLength(15);
  });

  it('takes a face that was right back from the count, and clears the account', async () => {
    for (let round = 0; round < 8; round++) {
      const { attempt } = await tryPassword('ada', 'right ada');
      for (let n = 0; n < 3; n++) await house.access.showFrame(attempt, frame('face:0'));
      expect((await house.store.attempts.find(attempt.id))?.status).toBe('granted');
    }
  });

  it('holds an address that shows strange faces to a door where the face comes first', async () => {
    const point = (await house.store.accessPoints.list())[1]!;
    await house.store.accessPoints.update({ ...point, flowId: 'face-password' as typeof point.flowId });
    const reasons = [];
    for (let i = 0; i < 22; i++) {
      const { attempt } = await house.begin(point.id, '2001:db8::5');
      for (let n = 0; n < 6; n++) {
        const seen = await house.access.showFrame(attempt, frame('face:9'));
        if (seen.kind === 'attempt') reasons.push(seen.attempt.reason);
        if (seen.kind === 'attempt') break;
      }
    }
    expect(reasons.slice(0, 20).every((reason) => reason === 'unknown_credential')).toBe(true);
    expect(reasons.slice(20)).toEqual(['throttled', 'throttled']);
  });
});
