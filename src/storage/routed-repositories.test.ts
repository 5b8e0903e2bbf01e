import { expect, it } from 'vitest';
import type { Repositories } from './repositories.ts';
import { routeRepositories } from './routed-repositories.ts';
import type { SiteKeys } from './site-keys.ts';
import type { Transactions } from './transactions.ts';

const site = (): Pick<SiteKeys, 'changes' | 'committing'> => ({ changes: 0, committing: null });

/** A store whose one read answers what `read` says. */
function reading(keys: ReturnType<typeof site>, read: () => Promise<unknown>) {
  const names = [
    'roles',
    'groups',
    'people',
    'passwords',
    'faceSamples',
    'accessPoints',
    'flows',
    'credentials',
  ];
  const more = ['codes', 'readers', 'screens', 'attempts', 'throttles', 'sessions', 'events', 'snapshots'];
  const all = [...names, ...more, 'outbox', 'settings', 'sealing'].map((name) => [name, { find: read }]);
  const reader = Object.fromEntries(all) as unknown as Repositories;
  return routeRepositories(reader, {} as Transactions, keys).people;
}

it('a read that ends while a change of keys is being committed waits, and asks again once it is', async () => {
  const keys = site();
  let settle = () => {};
  keys.committing = new Promise((settled) => {
    settle = settled;
  });
  const answers = ['sealed under the former key', 'sealed under the new one'];
  const found = reading(keys, async () => answers.shift()).find('ada' as never);
  await new Promise((resolve) => setTimeout(resolve, 5));
  keys.changes += 1;
  keys.committing = null;
  settle();
  expect(await found).toBe('sealed under the new one');
});

it('and keeps what it found, or why it failed, when the change was undone', async () => {
  const keys = site();
  keys.committing = Promise.resolve();
  expect(await reading(keys, async () => 'found').find('ada' as never)).toBe('found');
  const failing = reading(keys, async () => {
    throw new Error('damaged');
  });
  await expect(failing.find('ada' as never)).rejects.toThrow('damaged');
});
