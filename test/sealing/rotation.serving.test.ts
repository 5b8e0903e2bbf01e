import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Person } from '../../src/people/index.ts';
import type { Store } from '../../src/storage/index.ts';
import {
  addSomebody,
  cardOf,
  makeHouse,
  openHouse,
  rotationOf,
  type SealedHouse,
  whatIsBroken,
} from '../fakes/sealed-house.ts';

let house: SealedHouse;
let store: Store;
let people: Person[];
beforeEach(async () => {
  house = makeHouse();
  store = await openHouse(house, false);
  people = [];
  for (let count = 0; count < 30; count += 1) people.push(await addSomebody(store));
});
afterEach(async () => {
  await store.close();
  house.remove();
});

it('E5 while all keys are replaced every read finds what it looks for, and every write is kept', async () => {
  const rotation = rotationOf(house, store);
  const counts = { reads: 0, writes: 0, rounds: 0 };
  let over = false;
  const reading = (async () => {
    while (!over) {
      const person = people[counts.reads++ % people.length]!;
      expect(await store.people.findByUserName(person.userName)).toEqual(person);
      expect((await store.credentials.findByLookup('card', cardOf(person)))?.personId).toBe(person.id);
      expect((await store.faceSamples.listTemplates('variant-1')).length).toBeGreaterThanOrEqual(60);
      if (counts.reads % 5 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
  })();
  const writing = (async () => {
    while (!over) {
      people.push(await addSomebody(store));
      counts.writes += 1;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  })();
  for (; counts.rounds < 3; counts.rounds += 1) {
    await rotation.start({ passphrase: null, dataKeys: true }, { actorId: null, ipAddress: null });
    await Promise.race([rotation.finished(), reading, writing]);
  }
  over = true;
  await Promise.all([reading, writing]);
  expect(counts.reads).toBeGreaterThan(50);
  expect(counts.writes).toBeGreaterThan(5);
  expect(await whatIsBroken(store, people)).toEqual([]);
  await store.close();
  store = await openHouse(house);
  expect(await whatIsBroken(store, people)).toEqual([]);
});

it('E5 a second order is refused while one is carried out', async () => {
  const rotation = rotationOf(house, store);
  const [order, by] = [
    { passphrase: null, dataKeys: false },
    { actorId: null, ipAddress: null },
  ];
  const first = rotation.start(order, by);
  await expect(rotation.start(order, by)).rejects.toMatchObject({ code: 'rotation_running' });
  await first;
  await rotation.finished();
  expect(rotation.status()).toMatchObject({ phase: 'idle', failure: null });
});

it('E5 a rotation that fails leaves the former key in force, and no other behind', async () => {
  const rotation = rotationOf(house, store, (step) => {
    if (step === 'master_key 9/31') throw new Error('a fault');
  });
  await rotation.start({ passphrase: null, dataKeys: true }, { actorId: null, ipAddress: null });
  await expect(rotation.finished()).rejects.toThrow('a fault');
  expect(rotation.status()).toMatchObject({ phase: 'idle', failure: expect.any(String) });
  expect(await whatIsBroken(store, people)).toEqual([]);
  people.push(await addSomebody(store));
  await store.close();
  store = await openHouse(house);
  expect(await whatIsBroken(store, people)).toEqual([]);
});
