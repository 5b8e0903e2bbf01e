import { createFlows } from '../access/index.ts';
import { MAIL_SETTINGS } from '../alerts/index.ts';
import { createLedger } from '../evidence/index.ts';
import { systemClock } from '../kernel/index.ts';
import { createPasswordHasher, readSection } from '../people/index.ts';
import type { Store } from '../storage/index.ts';
import { createFactors } from '../wiring/factors.ts';
import { createFlowSite } from '../wiring/flow-site.ts';
import { applySettings } from '../wiring/preset-settings.ts';
import { createThought } from '../wiring/thought.ts';

/** What a command at the console needs to change flows and to think attempts through; nothing is asked of the server. */
export function createFlowTools(store: Store) {
  const canMail = async () => (await readSection(MAIL_SETTINGS, store.settings)) !== null;
  // At the console a passkey is thought of and never shown.
  const passkeySite = () => ({ origins: [], rpIds: [] });
  const factors = createFactors({ store, hasher: createPasswordHasher(), canMail, passkeySite });
  const ledger = createLedger({
    store,
    clock: systemClock,
    chainKey: store.chainKey,
    reactors: [],
    publish: () => {},
  });
  const site = createFlowSite({ factors, canMail, alarm: async () => 'disarmed' });
  return {
    flows: createFlows({ ledger, store, applySettings, site }),
    think: createThought({ store, factors }),
  };
}
