import { afterEach } from 'vitest';
import type { Store } from '../../src/storage/index.ts';
import type { OpenStore } from './examples.ts';

/** Gives each test a store of its own and closes it afterwards. */
export function opened(open: OpenStore): OpenStore {
  const stores: Store[] = [];
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close();
  });
  return async () => {
    const store = await open();
    stores.push(store);
    return store;
  };
}
