import { expect, it } from 'vitest';
import type { AttemptId, PersonId } from '../../kernel/index.ts';
import { createSmsOtpFactor } from './sms-otp.ts';

const context = { attemptId: 'a' as AttemptId, claimedPersonId: 'p' as PersonId, challenge: null, now: 0 };
const factorFor = (phone: string | null) =>
  createSmsOtpFactor({ lookupHash: (value) => `hash of ${value}`, findAddress: async () => phone });

it('A15 a code by SMS shows the last two digits of the number and nothing else of it', async () => {
  const answer = await factorFor('+39 333 123 4567').challenge!(context);
  expect(answer).toMatchObject({ ok: true, show: { sentTo: '••• 67' }, expiresAt: 600_000 });
});

it('A15 whoever has no number is refused', async () => {
  expect(await factorFor(null).challenge!(context)).toEqual({ ok: false, reason: 'factor_missing' });
});
