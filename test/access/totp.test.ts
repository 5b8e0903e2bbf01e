import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  createTotpFactor,
  findTotpStep,
  fromBase32,
  keepSecret,
  toBase32,
  totpCode,
  totpStepAt,
} from '../../src/access/factors/totp.ts';
import { describeEvent } from '../../src/evidence/index.ts';
import { exampleEvent } from '../contract/examples.ts';
import { describeFactor, giveCredential } from '../contract/factor.ts';
import { openAccessHouse } from '../fakes/access-house.ts';

describeFactor({
  kind: 'totp',
  create: ({ store }) => createTotpFactor((personId) => store.credentials.listOf(personId)),
  async give(house, personId, _nth, duress = false) {
    const secret = randomBytes(20);
    await giveCredential(house, personId, 'totp', { lookup: null, secret: keepSecret(secret), duress });
    return ({ now }) => ({ code: totpCode(secret, totpStepAt(now)) });
  },
  wrong: () => ({ code: 'none-is' }),
  once: true,
  twins: true,
});

describe('a code of RFC 6238', () => {
  // Appendix B, the last six of the eight digits.
  it.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ])('is at %i s what the RFC says', (seconds, code) => {
    expect(totpCode(Buffer.from('12345678901234567890'), totpStepAt(seconds * 1000))).toBe(code);
  });

  it('keeps its secret in base32 as RFC 4648 says', () => {
    expect(toBase32(Buffer.from('foobar'))).toBe('MZXW6YTBOI');
    for (let length = 0; length < 30; length++) {
      const bytes = randomBytes(length);
      expect(fromBase32(toBase32(bytes))).toEqual(bytes);
    }
  });

  it('counts with a clock half a minute off either way, and no further', () => {
    const secret = randomBytes(20);
    const now = 1_700_000_010_000;
    const at = (off: number) => findTotpStep(secret, totpCode(secret, totpStepAt(now) + off), now, 0);
    for (const off of [-1, 0, 1]) expect(at(off).step).toBe(totpStepAt(now) + off);
    for (const off of [-10, -3, -2, 2, 3, 10]) expect(at(off)).toEqual({ step: null, stepsOff: off });
    for (const off of [-11, 11, 400]) expect(at(off)).toEqual({ step: null, stepsOff: null });
  });

  it('that was used, or is older than one that was, is not seen at all: it is no sign of a wrong clock', () => {
    const secret = randomBytes(20);
    const now = 1_700_000_010_000;
    const current = totpStepAt(now);
    for (const off of [-5, -1, 0])
      expect(findTotpStep(secret, totpCode(secret, current + off), now, current)).toEqual({
        step: null,
        stepsOff: null,
      });
  });
});

describe('a clock one minute off', () => {
  it('is refused, and the log says so to administrators alone', async () => {
    const house = await openAccessHouse();
    const ada = await house.addPerson('ada', null);
    const secret = randomBytes(20);
    await giveCredential(house, ada, 'totp', { lookup: null, secret: keepSecret(secret) });
    const factor = createTotpFactor((personId) => house.store.credentials.listOf(personId));
    const now = house.clock.now();
    const context = { attemptId: 'a' as never, claimedPersonId: ada, challenge: null, now };
    const answer = await factor.verify({ code: totpCode(secret, totpStepAt(now) + 2) }, context);
    expect(answer).toMatchObject({
      verdict: 'no_match',
      reason: 'wrong_secret',
      hint: { clockOffMs: 60_000 },
    });
    await house.close();
    const facts = { step: 2, factor: 'totp', reason: 'wrong_secret', left: 2, clockOffMs: 60_000 } as const;
    const event = exampleEvent(1, { type: 'attempt.step_failed', facts });
    const { sentence } = describeEvent(event, { person: 'Ada', actor: null, accessPoint: null });
    expect(sentence).toContain('right by a clock that is 1 minute ahead');
  });
});
