import { createCardFactor, readCardLookup } from '../../src/access/index.ts';
import { describeFactor, giveCredential } from '../contract/factor.ts';

describeFactor({
  kind: 'card',
  create: ({ store }) =>
    createCardFactor((lookup) => store.credentials.findByLookup('card', lookup), readCardLookup),
  async give(house, personId, nth, duress = false) {
    await giveCredential(house, personId, 'card', { lookup: `uid:3DD5FCF${nth}`, duress });
    return () => ({ uid: `3d:d5:fc:f${nth}` });
  },
  wrong: () => ({ uid: '+DEADBEEF' }),
  once: false,
  twins: true,
});
