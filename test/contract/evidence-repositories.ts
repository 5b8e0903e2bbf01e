import { describe, expect, it } from 'vitest';
import { checkChain, createLedger } from '../../src/evidence/index.ts';
import type { AccessPointId, AttemptId, EventRecord, PersonId, SnapshotId } from '../../src/kernel/index.ts';
import type { Repositories, Store } from '../../src/storage/index.ts';
import { exampleEvent, examplePerson, exampleSnapshot, type OpenStore } from './examples.ts';
import { opened } from './opened.ts';

const seqs = (records: EventRecord[]) => records.map(({ seq }) => seq);

export function describeEventRepository(openStore: OpenStore): void {
  describe('events', () => {
    const open = opened(openStore);

    async function openWith(records: EventRecord[]): Promise<Store> {
      const store = await open();
      await store.transaction(async ({ events }) => {
        for (const record of records) await events.append(record);
      });
      return store;
    }

    it('gives back every field as it was written, absent ones as null', async () => {
      const full = exampleEvent(1, {
        personId: 'person' as PersonId,
        actorId: 'actor' as PersonId,
        accessPointId: 'panel' as AccessPointId,
        attemptId: 'attempt' as AttemptId,
        snapshotId: 'snapshot' as SnapshotId,
      });
      const bare = { seq: 2, at: 2, type: 'setup.finished', facts: {}, hash: 'h' } as EventRecord;
      const { events } = await openWith([full, bare]);
      expect(await events.listForward(0, 1)).toEqual([full]);
      expect(await events.last()).toMatchObject({ ...bare, personId: null, ipAddress: null });
    });

    it('has no last one while it is empty', async () => {
      expect(await (await open()).events.last()).toBeNull();
    });

    it('takes only the next number: neither one that is taken nor one that leaves a gap', async () => {
      const { events } = await openWith([exampleEvent(1), exampleEvent(2)]);
      for (const seq of [1, 2, 4, 0, -1, 2.5])
        await expect(events.append(exampleEvent(seq))).rejects.toThrow();
      expect(seqs(await events.listForward(0, 10))).toEqual([1, 2]);
      await events.append(exampleEvent(3));
    });

    it('undoes the whole transaction of the second of two writers with one number', async () => {
      const store = await openWith([exampleEvent(1)]);
      const write = (userName: string) =>
        store.transaction(async ({ people, events }) => {
          await people.add(examplePerson({ userName }));
          await events.append(exampleEvent(2));
        });
      const results = await Promise.allSettled([write('ada'), write('bob')]);
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(await store.people.list()).toHaveLength(1);
      expect(seqs(await store.events.listForward(0, 10))).toEqual([1, 2]);
    });

    it('pages from the newest to the oldest without leaving one out', async () => {
      const { events } = await openWith([1, 2, 3, 4, 5].map((seq) => exampleEvent(seq)));
      expect(seqs(await events.list({ limit: 2 }))).toEqual([5, 4]);
      expect(seqs(await events.list({ limit: 2, beforeSeq: 4 }))).toEqual([3, 2]);
      expect(seqs(await events.list({ limit: 2, beforeSeq: 2 }))).toEqual([1]);
      expect(seqs(await events.list({ limit: 9, afterSeq: 3 }))).toEqual([5, 4]);
      expect(seqs(await events.listForward(2, 2))).toEqual([3, 4]);
    });

    it('filters by type, person, access point and attempt, and by all of them together', async () => {
      const [personId, accessPointId, attemptId] = ['p' as PersonId, 'a' as AccessPointId, 't' as AttemptId];
      const { events } = await openWith([
        exampleEvent(1, { personId }),
        exampleEvent(2, { accessPointId }),
        exampleEvent(3, { attemptId }),
        exampleEvent(4, { type: 'session.started', facts: {} }),
        exampleEvent(5, { personId, accessPointId, attemptId }),
        exampleEvent(6, { actorId: personId }),
      ]);
      const limit = 10;
      expect(seqs(await events.list({ limit, personId }))).toEqual([5, 1]);
      expect(seqs(await events.list({ limit, accessPointId }))).toEqual([5, 2]);
      expect(seqs(await events.list({ limit, attemptId }))).toEqual([5, 3]);
      expect(seqs(await events.list({ limit, types: ['session.started', 'session.ended'] }))).toEqual([4]);
      expect(
        seqs(await events.list({ limit, personId, accessPointId, attemptId, types: ['attempt.granted'] })),
      ).toEqual([5]);
      expect(seqs(await events.list({ limit, personId, beforeSeq: 5 }))).toEqual([1]);
      expect(await events.list({ limit, types: [] })).toEqual([]);
    });

    it('keeps the hash chain whole, also after a person in it was erased', async () => {
      const store = await open();
      const ledger = createLedger<Repositories>({
        store,
        clock: { now: () => 1234.5 },
        chainKey: store.chainKey,
        reactors: [],
        publish: () => {},
      });
      const ada = examplePerson();
      await ledger.transaction(async ({ people, record }) => {
        await people.add(ada);
        await record([{ type: 'person.added', facts: { roles: ['member'] }, personId: ada.id }]);
      });
      await ledger.transaction(async ({ people, record }) => {
        await people.erase(ada.id);
        await record([{ type: 'person.erased', facts: {}, personId: ada.id }]);
      });
      expect(await checkChain(store.events, store.chainKey)).toEqual({ intact: true, events: 2 });
      expect(seqs(await store.events.list({ limit: 5, personId: ada.id }))).toEqual([2, 1]);
    });
  });
}

export function describeSnapshotRepository(openStore: OpenStore): void {
  describe('snapshots', () => {
    const open = opened(openStore);

    it('gives back a person’s picture and a stranger’s to the last byte', async () => {
      const store = await open();
      const ada = examplePerson();
      await store.people.add(ada);
      const pictures = [exampleSnapshot(ada.id), exampleSnapshot(null)];
      for (const picture of pictures) await store.snapshots.add(picture);
      for (const picture of pictures) expect(await store.snapshots.find(picture.id)).toEqual(picture);
      expect(await store.snapshots.find('none' as SnapshotId)).toBeNull();
    });

    it('keeps a stranger’s picture when a person is erased', async () => {
      const store = await open();
      const ada = examplePerson();
      const [hers, strangers] = [exampleSnapshot(ada.id), exampleSnapshot(null)];
      await store.people.add(ada);
      for (const picture of [hers, strangers]) await store.snapshots.add(picture);
      await store.people.erase(ada.id);
      expect(await store.snapshots.find(hers.id)).toBeNull();
      expect(await store.snapshots.find(strangers.id)).toEqual(strangers);
    });

    it('refuses a picture of somebody who does not exist', async () => {
      const { snapshots } = await open();
      const picture = exampleSnapshot('nobody' as PersonId);
      await expect(snapshots.add(picture)).rejects.toMatchObject({ code: 'not_found' });
      expect(await snapshots.find(picture.id)).toBeNull();
    });
  });
}
