import type { FoundKey } from '../config/index.ts';
import { SallyportError } from '../kernel/index.ts';
import { type DataPlace, openStore, type Store, type StoreOptions } from '../storage/index.ts';

/** Opens the data with whichever of these keys is the right one: after a crash within a rotation there are two. */
export async function openStoreWith(
  place: DataPlace,
  keys: readonly FoundKey[],
  options: Pick<StoreOptions, 'mayWrite' | 'logger'> = {},
): Promise<{ store: Store; opened: FoundKey }> {
  let refusal: unknown = new SallyportError('key_missing');
  for (const opened of keys) {
    try {
      return { store: await openStore({ ...place, ...options, masterKey: opened.key }), opened };
    } catch (error) {
      if (!(error instanceof SallyportError) || error.code !== 'key_missing') throw error;
      refusal = error;
    }
  }
  throw refusal;
}
