import { expect, it } from 'vitest';
import type { AttemptId, PersonId } from '../../kernel/index.ts';
import { createEmailOtpFactor } from './email-otp.ts';

const context = { attemptId: 'a' as AttemptId, claimedPersonId: 'p' as PersonId, challenge: null, now: 0 };
const factorFor = (address: string | null) =>
  createEmailOtpFactor({ lookupHash: (value) => value, findAddress: async () => address });

it.each([
  ['ada@example.org', 'a•••@e•••.org'],
  ['ada.lovelace@mail.example.co.uk', 'a•••@m•••.uk'],
  ['root@localhost', 'r•••@l•••'],
  ['nonsense', 'n•••@•••'],
])('A15 a code by e-mail to %s shows %s', async (address, sentTo) => {
  const answer = await factorFor(address).challenge!(context);
  expect(answer).toMatchObject({ ok: true, show: { sentTo } });
});

it('A15 whoever has no address, or is not known yet, is refused', async () => {
  const refusal = { ok: false, reason: 'factor_missing' };
  expect(await factorFor(null).challenge!(context)).toEqual(refusal);
  expect(await factorFor('ada@example.org').challenge!({ ...context, claimedPersonId: null })).toEqual(
    refusal,
  );
});

it('A15 a code of nobody in particular is nobody’s', async () => {
  const answer = factorFor('ada@example.org').verify(
    { code: '123456' },
    { ...context, claimedPersonId: null },
  );
  expect(await answer).toEqual({ verdict: 'no_match', personId: null, reason: 'unknown_credential' });
});
