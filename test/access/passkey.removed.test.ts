import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPasskeyFactor } from '../../src/access/index.ts';
import { askFor } from '../fakes/ask-for.ts';
import { openPasskeyHouse, type PasskeyHouse } from '../fakes/passkey-house.ts';
import { EXAMPLE_SITE } from '../fakes/software-authenticator.ts';

let opened: PasskeyHouse;
beforeEach(async () => {
  opened = await openPasskeyHouse();
});
afterEach(() => opened.house.close());

const remove = () => opened.house.store.credentials.remove(opened.ada, opened.credential.id);

describe('a passkey that was taken away', () => {
  it('opens nothing, though its challenge was made while it still counted', async () => {
    const { attempt, challenge } = await opened.challenged();
    await remove();
    const after = await opened.show(attempt, opened.key.assert({ challenge }));
    expect(after).toMatchObject({ status: 'open', wrongTries: 1, personId: null });
  });

  it.each([1, 0])('between the check and the decision opens nothing (counter %i)', async (counter) => {
    const { credentials } = opened.house.store;
    const factor = createPasskeyFactor({
      site: () => EXAMPLE_SITE,
      find: (id) => credentials.findByLookup('passkey', id),
      listOf: (personId) => credentials.listOf(personId),
    });
    const { attempt, challenge } = await opened.challenged();
    const answer = await factor.verify(
      { response: opened.key.assert({ challenge, counter }) },
      { attemptId: attempt.id, claimedPersonId: null, challenge: attempt.challenge!.keep, now: 1 },
    );
    await remove();
    expect(answer.verdict).toBe('match');
    const { use } = answer as Extract<typeof answer, { verdict: 'match' }>;
    expect(await opened.house.ledger.transaction((tx) => use!(tx))).toBe(false);
  });

  it('is not asked for any more: who has none is refused as such after a password', async () => {
    const { house } = opened;
    await askFor(house, ['password'], ['passkey']);
    await remove();
    const { attempt } = await house.begin();
    const password = { factor: 'password' as const, userName: 'ada', password: 'right ada' };
    const atKey = (await house.access.show(attempt, password)).attempt;
    const { attempt: after, show } = await house.access.challenge(atKey, 'passkey');
    expect(after).toMatchObject({ status: 'denied', reason: 'factor_missing' });
    expect(show).toBeNull();
  });
});

describe('the passkey of somebody who may pass nowhere', () => {
  it('opens nothing once they are suspended, though it is right', async () => {
    const { house, ada, say } = opened;
    await house.addPerson('bob', null);
    await house.people.suspend(ada, house.actor);
    expect(await say({})).toMatchObject({ status: 'denied', reason: 'disabled' });
  });

  it('opens nothing once they are erased', async () => {
    const { house, ada, challenged, key, show } = opened;
    await house.addPerson('bob', null);
    const { attempt, challenge } = await challenged();
    await house.people.erase(ada, house.actor);
    expect(await show(attempt, key.assert({ challenge }))).toMatchObject({ status: 'open', wrongTries: 1 });
  });
});
