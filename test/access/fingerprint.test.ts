import { expect, test } from 'vitest';
import { createFingerprintFactor, LEAST_CONFIDENCE } from '../../src/access/index.ts';
import type { AttemptId, PersonId } from '../../src/kernel/index.ts';
import { exampleCredential } from '../contract/examples.ts';
import { describeFactor, exampleContext, giveCredential } from '../contract/factor.ts';

describeFactor({
  kind: 'fingerprint',
  create: ({ store }) =>
    createFingerprintFactor(
      (lookup) => store.credentials.findByLookup('fingerprint', lookup),
      async () => LEAST_CONFIDENCE,
    ),
  async give(house, personId, nth, duress = false) {
    await giveCredential(house, personId, 'fingerprint', { lookup: `door:${nth}`, duress });
    return () => ({ reader: 'door', slot: nth, confidence: 120 });
  },
  wrong: () => ({ reader: 'door', slot: 99, confidence: 120 }),
  once: false,
  twins: true,
});

const ada = 'ada' as PersonId;
const finger = exampleCredential(ada, { kind: 'fingerprint', lookup: 'door:7', duress: true });
const factor = createFingerprintFactor(
  async (lookup) => (lookup === finger.lookup ? finger : null),
  async (reader) => (reader === 'door' ? 50 : 200),
);
const verify = (reader: string, slot: number, confidence: number) =>
  factor.verify(
    { reader, slot, confidence },
    exampleContext({ attemptId: 'a' as AttemptId, claimedPersonId: ada }),
  );

test('B13 below the least confidence of its reader a finger is never a match, whosever slot it is', async () => {
  expect(await verify('door', 7, 50)).toMatchObject({ verdict: 'match', personId: ada, duress: true });
  for (const confidence of [49, 49.9, 0, -1, Number.NaN])
    for (const slot of [7, 8])
      expect(await verify('door', slot, confidence)).toEqual({
        verdict: 'no_match',
        personId: ada,
        reason: 'wrong_secret',
      });
});

test('B13 a slot is one finger of one reader: the same slot of another reader is nobody’s', async () => {
  expect(await verify('gate', 7, 250)).toMatchObject({ verdict: 'no_match', reason: 'unknown_credential' });
});
