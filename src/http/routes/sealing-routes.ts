import { by } from '../caller.ts';
import type { Handlers } from '../handlers.ts';
import type { HttpServices } from '../services.ts';

type SealingRoutes = Pick<Handlers, 'getSeal' | 'unseal' | 'getSealing' | 'rotateKeys'>;

const OPEN = { sealed: false, opening: false, waitMs: 0, failure: null, byHttps: false };

export function sealingRoutes({ sealing }: Pick<HttpServices, 'sealing'>): SealingRoutes {
  const view = () => ({ place: sealing.place(), ...sealing.status() });
  return {
    getSeal: async () => OPEN,
    // Says nothing of the passphrase: it may be tried only where tries are counted.
    unseal: async () => OPEN,
    getSealing: async () => view(),
    async rotateKeys({ body, caller }) {
      await sealing.start(body, by(caller));
      return view();
    },
  };
}
