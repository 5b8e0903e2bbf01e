import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readMasterKeys, settleMasterKey } from '../../src/config/index.ts';
import { checkChain, createLedger } from '../../src/evidence/index.ts';
import type { CredentialId } from '../../src/kernel/index.ts';
import { silentLogger, systemClock } from '../../src/kernel/index.ts';
import type { Person } from '../../src/people/index.ts';
import type { Store } from '../../src/storage/index.ts';
import { createKeyRotation } from '../../src/wiring/key-rotation.ts';
import { openStoreWith } from '../../src/wiring/open-data.ts';
import { examplePerson, exampleSample, exampleSession, exampleSnapshot } from '../contract/examples.ts';

export interface SealedHouse {
  folder: string;
  dataDir: string;
  keyFile: string;
  file: string;
  remove(): void;
}

export function makeHouse(): SealedHouse {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-sealing-'));
  const dataDir = mkdtempSync(join(folder, 'data-'));
  return {
    ...{ folder, dataDir, keyFile: join(folder, 'master.key'), file: join(dataDir, 'sallyport.db') },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Opens the data as the server does: with whichever key is the right one, and settles what a crash left. */
export async function openHouse({ dataDir, keyFile, file }: SealedHouse, dataExists = true): Promise<Store> {
  const { store, opened } = await openStoreWith({ file }, readMasterKeys(keyFile, dataExists));
  settleMasterKey({ dataDir, keyFile }, opened);
  return store;
}

export const ledgerOf = (store: Store) =>
  createLedger({
    ...{ store, clock: systemClock, chainKey: store.chainKey },
    reactors: [],
    publish: () => {},
  });

export const rotationOf = (house: SealedHouse, store: Store, onStep?: (step: string) => void) =>
  createKeyRotation({
    ...{
      store,
      ledger: ledgerOf(store),
      where: house,
      alone: true,
      clock: systemClock,
      logger: silentLogger,
    },
    resealFiles: () => {},
    ...(onStep ? { onStep } : {}),
  });

export const cardOf = (person: Person): string => `em4100:${person.userName}`;

/** Somebody with a little of everything that is sealed under their key, and an event. */
export async function addSomebody(store: Store, jpegBytes = 3000): Promise<Person> {
  const person = examplePerson();
  await ledgerOf(store).transaction(async (tx) => {
    await tx.people.add(person);
    await tx.passwords.set(person.id, '$argon2id$', 1);
    await tx.faceSamples.add(exampleSample(person.id, { jpeg: new Uint8Array(randomBytes(jpegBytes)) }));
    await tx.faceSamples.add(exampleSample(person.id, { kind: 'impostor' }));
    await tx.sessions.add(exampleSession(person.id));
    await tx.snapshots.add(exampleSnapshot(person.id));
    await tx.credentials.add({
      ...{ id: `card-${person.id}` as CredentialId, personId: person.id, kind: 'card' },
      ...{ lookup: cardOf(person), secret: 'kept', label: 'Grey card', duress: false },
      ...{ counter: 0, createdAt: 1, usedAt: null },
    });
    await tx.record([{ type: 'person.added', facts: { roles: [] }, personId: person.id }]);
  });
  return person;
}

/** What does not open any more, by name; and whether the log still fits together. */
export async function whatIsBroken(store: Store, people: readonly Person[]): Promise<string[]> {
  const broken: string[] = [];
  const demand = (name: string, good: boolean) => void (good || broken.push(name));
  for (const person of people) {
    const found = await store.people.findByUserName(person.userName);
    demand('person', JSON.stringify(found) === JSON.stringify(person));
    demand('password', (await store.passwords.find(person.id)) === '$argon2id$');
    demand('samples', (await store.faceSamples.listOf(person.id)).length === 2);
    demand('card', (await store.credentials.findByLookup('card', cardOf(person)))?.personId === person.id);
  }
  demand('chain', (await checkChain(store.events, store.chainKey)).intact);
  return broken;
}
