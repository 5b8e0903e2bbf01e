import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { createLedger } from '../evidence/index.ts';
import type { EventDraft, EventRecord, FaceSampleId, PersonId } from '../kernel/index.ts';
import { newId, systemClock } from '../kernel/index.ts';
import { openStore, type Store } from '../storage/index.ts';
import { BUILT_IN_RECOGNISER } from '../vision/index.ts';
import { createFaceSource } from './factor-sources.ts';

const recogniser = { ...BUILT_IN_RECOGNISER, variant: 'test/1', dimension: 3 };
const X = Float32Array.of(1, 0, 0);
const Y = Float32Array.of(0, 1, 0);

const stores: Store[] = [];
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
});

async function openHouse() {
  const store = await openStore({ file: ':memory:', masterKey: randomBytes(32) });
  stores.push(store);
  const published: EventRecord[] = [];
  const ledger = createLedger({
    store,
    clock: systemClock,
    chainKey: store.chainKey,
    reactors: [],
    publish: (event) => published.push(event),
  });
  type Tx = Parameters<Parameters<typeof ledger.transaction>[0]>[0];
  const tell = (draft: EventDraft, work: (tx: Tx) => Promise<unknown> = async () => {}) =>
    ledger.transaction(async (tx) => {
      await work(tx);
      await tx.record([draft]);
    });
  async function enrol(template: Float32Array, variant = recogniser.variant): Promise<PersonId> {
    const id = newId<PersonId>();
    const sample = {
      ...{
        id: newId<FaceSampleId>(),
        personId: id,
        kind: 'enrolment' as const,
        attemptId: null,
        variant,
        template,
      },
      ...{ jpeg: new Uint8Array(9), quality01: 1, takenAt: 1 },
    } as const;
    await tell(
      { type: 'face.sample_added', facts: { samples: 1, resembles: 0 }, personId: id },
      async (tx) => {
        await tx.people.add({
          ...{ id, userName: id, displayName: id, email: null, roles: ['member'], status: 'active' },
          ...{
            phone: null,
            groups: [],
            validFrom: null,
            validUntil: null,
            secondFactor: false,
            createdAt: 1,
          },
        });
        await tx.faceSamples.add(sample);
      },
    );
    return id;
  }
  const source = createFaceSource(store, recogniser);
  const nearest = async (template: Float32Array) =>
    (await source.nearest(template, 5)).nearest.map(({ personId }) => personId);
  return { store, tell, enrol, source, nearest };
}

describe('the index of faces', () => {
  it('knows at once who was enrolled, and names the nearest first', async () => {
    const { enrol, nearest } = await openHouse();
    const ada = await enrol(X);
    expect(await nearest(X)).toEqual([ada]);
    const bob = await enrol(Y);
    expect(await nearest(Y)).toEqual([bob, ada]);
  });

  it('leaves out who is suspended, takes them back when reactivated, and forgets who is erased', async () => {
    const { enrol, nearest, tell, store } = await openHouse();
    const ada = await enrol(X);
    expect(await nearest(X)).toEqual([ada]);
    const setStatus = (status: 'active' | 'suspended') =>
      tell(
        { type: `person.${status === 'active' ? 'reactivated' : 'suspended'}`, facts: {}, personId: ada },
        async (tx) => tx.people.update({ ...(await tx.people.find(ada))!, status }),
      );
    await setStatus('suspended');
    expect(await nearest(X)).toEqual([]);
    await setStatus('active');
    expect(await nearest(X)).toEqual([ada]);
    await tell({ type: 'person.erased', facts: {}, personId: ada }, (tx) => tx.people.erase(ada));
    expect(await nearest(X)).toEqual([]);
    expect(await store.people.list()).toEqual([]);
  });

  it('follows changed samples, also through many unrelated events', async () => {
    const { enrol, nearest, tell, store, source } = await openHouse();
    const [ada, bob] = [await enrol(X), await enrol(X)];
    expect(await nearest(X)).toEqual([ada, bob]);
    for (let i = 0; i < 3; i++) {
      await store.transaction(async () => {});
      for (let j = 0; j < 200; j++) await tell({ type: 'system.started', facts: { version: '1' } });
    }
    const [sample] = await store.faceSamples.listOf(ada);
    await tell({ type: 'face.sample_removed', facts: { samples: 0 }, personId: ada }, (tx) =>
      tx.faceSamples.remove(ada, sample!.id),
    );
    expect(await source.nearest(X, 5)).toMatchObject({ people: 1, nearest: [{ personId: bob }] });
  });

  it('never holds templates of another model', async () => {
    const { enrol, nearest } = await openHouse();
    await enrol(X, 'test/2');
    const ada = await enrol(Y);
    expect(await nearest(X)).toEqual([ada]);
  });

  it('starts from nothing after a failure instead of answering from what may be wrong', async () => {
    const { enrol, store, tell } = await openHouse();
    const ada = await enrol(X);
    let broken = false;
    const people = {
      ...store.people,
      find: async (id: PersonId) => {
        if (broken) throw new Error('the disk is gone');
        return store.people.find(id);
      },
    };
    const source = createFaceSource({ ...store, people }, recogniser);
    expect((await source.nearest(X, 1)).people).toBe(1);
    broken = true;
    await tell({ type: 'person.suspended', facts: {}, personId: ada }, async (tx) =>
      tx.people.update({ ...(await tx.people.find(ada))!, status: 'suspended' }),
    );
    await expect(source.nearest(X, 1)).rejects.toThrow('the disk is gone');
    await expect(source.nearest(X, 1)).rejects.toThrow('the disk is gone');
    broken = false;
    expect((await source.nearest(X, 1)).people).toBe(0);
  });

  it('answers questions that are asked while it is being built', async () => {
    const { enrol, source } = await openHouse();
    const ada = await enrol(X);
    const answers = await Promise.all([source.catchUp(), source.nearest(X, 1), source.nearest(Y, 1)]);
    expect(answers[1].nearest[0]!.personId).toBe(ada);
    expect(answers[2].people).toBe(1);
  });
});
