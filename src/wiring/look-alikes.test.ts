import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { createLedger } from '../evidence/index.ts';
import { newId, type PersonId, systemClock } from '../kernel/index.ts';
import { createEnrolment, type EnrolmentEyes } from '../people/index.ts';
import { openStore, type Store } from '../storage/index.ts';
import { BUILT_IN_RECOGNISER, meanTemplate, templateDistance } from '../vision/index.ts';
import { createFaceSource } from './factor-sources.ts';

const recogniser = { ...BUILT_IN_RECOGNISER, variant: 'test/1', dimension: 3 };
const nobody = { id: null, ipAddress: null };
const X = Float32Array.of(1, 0, 0);
const NEAR_X = Float32Array.of(0.99, Math.sqrt(1 - 0.99 ** 2), 0);
const Y = Float32Array.of(0, 1, 0);

const stores: Store[] = [];
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
});

/** Eyes that take the bytes of a picture for the place of its face. */
const eyes: EnrolmentEyes = {
  async look(photo) {
    const template = [X, NEAR_X, Y][photo[0]!]!;
    return { ok: true, value: { faces: [{ template, quality01: 1, faults: [] }] } };
  },
  photograph: async (photo) => photo,
  distance: templateDistance,
  mean: meanTemplate,
  threshold: () => 0.1,
  variant: recogniser.variant,
};

async function openHouse() {
  const store = await openStore({ file: ':memory:', masterKey: randomBytes(32) });
  stores.push(store);
  const parts = { store, clock: systemClock, chainKey: store.chainKey, reactors: [], publish: () => {} };
  const ledger = createLedger(parts);
  const faces = createFaceSource(store, recogniser);
  const asked: number[] = [];
  const known = {
    nearest(template: Float32Array, k: number) {
      asked.push(k);
      return faces.nearest(template, k);
    },
  };
  const opened: string[] = [];
  // Within a transaction the repositories are others than the store's: watched there.
  const watched: typeof ledger.transaction = (work) =>
    ledger.transaction((tx) => {
      const listTemplates = (variant: string) => {
        opened.push(variant);
        return tx.faceSamples.listTemplates(variant);
      };
      return work({ ...tx, faceSamples: { ...tx.faceSamples, listTemplates } });
    });
  const enrolment = createEnrolment({ transaction: watched }, systemClock, eyes, known);
  async function addPerson(): Promise<PersonId> {
    const id = newId<PersonId>();
    await ledger.transaction(async (tx) => {
      await tx.people.add({
        ...{ id, userName: id, displayName: id, email: null, roles: ['member'], status: 'active' },
        ...{ phone: null, groups: [], validFrom: null, validUntil: null, secondFactor: false, createdAt: 1 },
      });
      await tx.record([{ type: 'person.added', facts: { roles: ['member'] }, personId: id }]);
    });
    return id;
  }
  const add = async (id: PersonId, face: 0 | 1 | 2) => {
    const taken = await enrolment.addSample(id, Uint8Array.of(face), nobody);
    if (!taken.ok) throw new Error(JSON.stringify(taken.refusal));
    return taken.value.resembles;
  };
  return { asked, opened, addPerson, add };
}

describe('enrolment', () => {
  it('names whoever looks alike, from the index of faces, and not the person themselves', async () => {
    const { addPerson, add, asked } = await openHouse();
    const [ada, bob, cleo] = [await addPerson(), await addPerson(), await addPerson()];
    expect(await add(ada, 0)).toEqual([]);
    expect(await add(bob, 2)).toEqual([]);
    expect(await add(cleo, 1)).toEqual([ada]);
    expect(await add(cleo, 1)).toEqual([ada]);
    expect(asked).toHaveLength(4);
  });

  it('opens nobody else’s templates for it', async () => {
    const { opened, addPerson, add } = await openHouse();
    const [ada, bob] = [await addPerson(), await addPerson()];
    await add(ada, 0);
    expect(await add(bob, 1)).toEqual([ada]);
    expect(opened).toEqual([]);
  });
});
