import { createPasskeyFactor } from '../../src/access/index.ts';
import { newId, type PersonId } from '../../src/kernel/index.ts';
import { describeFactor } from '../contract/factor.ts';
import { createAuthenticator, EXAMPLE_SITE } from '../fakes/software-authenticator.ts';

const challengeOf = (keep: string | null) => (JSON.parse(keep!) as { challenge: string }).challenge;
const nobodys = createAuthenticator(newId<PersonId>());

describeFactor({
  kind: 'passkey',
  create: ({ store }) =>
    createPasskeyFactor({
      site: () => EXAMPLE_SITE,
      find: (id) => store.credentials.findByLookup('passkey', id),
      listOf: (personId) => store.credentials.listOf(personId),
    }),
  async give(house, personId) {
    const authenticator = createAuthenticator(personId);
    await house.store.credentials.add(authenticator.credential({ createdAt: house.clock.now() }));
    return ({ challenge }) => ({
      response: authenticator.assert({ challenge: challenge ? challengeOf(challenge) : 'none' }),
    });
  },
  wrong: ({ challenge }) => ({
    response: nobodys.assert({ challenge: challenge ? challengeOf(challenge) : 'none' }),
  }),
  once: true,
  twins: false,
});
