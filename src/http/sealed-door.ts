import { SallyportError } from '../kernel/index.ts';
import { API, type RouteDemands, type RouteName } from './contract/index.ts';
import type { Asking, Caller, Handlers, SocketHandlers } from './handlers.ts';

export interface SealView {
  sealed: boolean;
  opening: boolean;
  waitMs: number;
  failure: string | null;
  byHttps: boolean;
}

/** What stands before data that nobody has opened yet. */
export interface SealedDoor {
  look(ipAddress: string): SealView;
  /** Throws `throttled` and `wrong_passphrase`. */
  unseal(passphrase: string, ipAddress: string): Promise<SealView>;
}

/** Everything is refused but what the table opens always. */
export async function authoriseNothing(
  { permission }: RouteDemands,
  _cookies: object,
  { ipAddress, userAgent }: Asking,
): Promise<Caller> {
  if (permission !== 'always') throw new SallyportError('sealed');
  return { ipAddress, userAgent, signedIn: null, attempt: null, reader: null, screen: null };
}

/** The handlers while the data is sealed: the whole table, and behind nearly all of it nothing. */
export function createSealedHandlers(door: SealedDoor): { handlers: Handlers; sockets: SocketHandlers } {
  const refuse = async () => {
    throw new SallyportError('sealed');
  };
  const names = Object.keys(API) as RouteName[];
  const refusals = Object.fromEntries(names.map((name) => [name, refuse]));
  const open: Pick<Handlers, 'getHealth' | 'getSeal' | 'unseal'> = {
    getHealth: async () => ({ status: 'sealed' }),
    getSeal: async ({ caller }) => door.look(caller.ipAddress),
    unseal: ({ body, caller }) => door.unseal(body.passphrase, caller.ipAddress),
  };
  return {
    handlers: { ...(refusals as unknown as Handlers), ...open },
    sockets: refusals as unknown as SocketHandlers,
  };
}
