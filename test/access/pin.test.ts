import { createPinFactor } from '../../src/access/index.ts';
import { describeFactor, giveCredential } from '../contract/factor.ts';

describeFactor({
  kind: 'pin',
  create: ({ store }) => createPinFactor((lookup) => store.credentials.findByLookup('pin', lookup)),
  async give(house, personId, nth, duress = false) {
    const pin = `48291${nth}`;
    await giveCredential(house, personId, 'pin', { lookup: pin, duress });
    return () => ({ pin });
  },
  wrong: () => ({ pin: '739105' }),
  once: false,
  twins: true,
});
