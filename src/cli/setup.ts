import type { Command } from 'commander';
import { createLedger } from '../evidence/index.ts';
import { systemClock } from '../kernel/index.ts';
import { createPasswordHasher, createPeople, createSetup } from '../people/index.ts';
import { addOpeningOptions, openFor } from './open-data.ts';

export function addSetup(program: Command): void {
  const command = program
    .command('setup')
    .description('print a new set-up link: makes an administrator, also when nobody can sign in any more');
  addOpeningOptions(command).action(async (options: Record<string, unknown>) => {
    const store = await openFor(options);
    const clock = systemClock;
    const ledger = createLedger({ store, clock, chainKey: store.chainKey, reactors: [], publish: () => {} });
    const people = createPeople({ ledger, store, clock, hasher: createPasswordHasher() });
    const token = await createSetup({ ledger, store, people, clock }).makeToken();
    await store.close();
    console.log('Open this path on the running server within a day; an earlier link is void:');
    console.log(`  /setup#${token}`);
  });
}
