import { existsSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import type { Person } from '../../src/people/index.ts';
import { startChild } from '../contract/sqlite/children/child.ts';
import {
  addSomebody,
  makeHouse,
  openHouse,
  rotationOf,
  type SealedHouse,
  whatIsBroken,
} from '../fakes/sealed-house.ts';

const PEOPLE = 6;
const CHILD = new URL('./children/rotate-until-killed.ts', import.meta.url);

let house: SealedHouse;
afterEach(() => house.remove());

async function housedPeople(): Promise<Person[]> {
  house = makeHouse();
  const store = await openHouse(house, false);
  const people: Person[] = [];
  for (let count = 0; count < PEOPLE; count += 1) people.push(await addSomebody(store));
  await store.close();
  return people;
}

async function killAt(step: string): Promise<void> {
  const child = startChild(CHILD, house.file, new Uint8Array(32), house.keyFile, step);
  expect(await child.gone, `it never came to “${step}”`).toBeNull();
}

describe('a rotation that is killed', () => {
  it.each([
    ['staged', false],
    ['master_key 1/7', false],
    ['master_key 7/7', false],
    ['written', false],
    ['committed', true],
    ['adopted', true],
    ['proven', true],
    ['files sealed anew', true],
    ['data_keys 1/7', true],
    ['data_keys 4/7', true],
    ['data_keys 7/7', true],
  ])(
    'E5 at “%s” leaves one key that opens everything, and the next start goes on (new key: %s)',
    { timeout: 30_000 },
    async (step, isNew) => {
      const people = await housedPeople();
      const former = readFileSync(house.keyFile, 'utf8');
      await killAt(step);

      const store = await openHouse(house);
      expect(await whatIsBroken(store, people)).toEqual([]);
      expect(readFileSync(house.keyFile, 'utf8') !== former).toBe(isNew);
      for (const end of ['.next', '.previous']) expect(existsSync(house.keyFile + end)).toBe(false);
      const rotation = rotationOf(house, store);
      await rotation.resume();
      await rotation.finished();
      expect(store.files.mixed()).toBe(false);
      const events = await store.events.listForward(0, 1000);
      const renewed = events.filter(({ type }) => type === 'sealing.data_keys_renewed');
      expect(renewed).toHaveLength(isNew ? 1 : 0);
      expect(await whatIsBroken(store, people)).toEqual([]);
      await store.close();
    },
  );

  it('E5 at any other moment does so as well', { timeout: 60_000 }, async () => {
    const people = await housedPeople();
    for (let round = 0; round < 5; round += 1) {
      const child = startChild(CHILD, house.file, new Uint8Array(32), house.keyFile, 'never');
      while (!existsSync(`${house.keyFile}.next`) && child.process.exitCode === null)
        await new Promise((resolve) => setTimeout(resolve, 1));
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 40));
      child.process.kill('SIGKILL');
      await child.gone;
      const store = await openHouse(house);
      expect(await whatIsBroken(store, people)).toEqual([]);
      await store.close();
    }
  });
});
