import { describe, expect, it } from 'vitest';
import type { DeliveryTry, Obligation, TryOutcome } from '../../src/alerts/index.ts';
import type { ObligationId, SnapshotId } from '../../src/kernel/index.ts';
import type { Store } from '../../src/storage/index.ts';
import { exampleObligation, examplePerson, type OpenStore } from './examples.ts';
import { opened } from './opened.ts';

const LEASE_MS = 60_000;

const tryOf = (
  obligation: Obligation,
  outcome: TryOutcome,
  change: Partial<DeliveryTry> = {},
): DeliveryTry => ({
  obligationId: obligation.id,
  at: 5000,
  outcome,
  response: '250 OK',
  ...change,
});

export function describeOutboxRepository(openStore: OpenStore): void {
  describe('outbox', () => {
    const open = opened(openStore);

    /** One person, and obligations to tell them. */
    async function openWith(...changes: Partial<Obligation>[]) {
      const store = await open();
      const ada = examplePerson();
      await store.people.add(ada);
      const obligations = changes.map((change) => exampleObligation({ recipientId: ada.id, ...change }));
      for (const obligation of obligations) await store.outbox.add(obligation);
      return { store, outbox: store.outbox, ada, obligations };
    }

    const history = async (store: Store, id: ObligationId) =>
      (await store.outbox.list({ limit: 100 })).find((obligation) => obligation.id === id)!.history;

    it('gives back every field', async () => {
      const facts = { eventSeq: 42, snapshotId: 'picture' as SnapshotId, alertsLately: 20 };
      const { outbox, obligations } = await openWith({ facts }, { state: 'rejected', endedAt: 9, tries: 3 });
      for (const obligation of obligations) expect(await outbox.find(obligation.id)).toEqual(obligation);
      expect(await outbox.find('none' as ObligationId)).toBeNull();
    });

    it('B13 lists nothing of a silent alarm to who does not ask for it, and sends it like any other', async () => {
      const silent = { eventSeq: 7, snapshotId: null, silent: true as const };
      const { outbox, obligations } = await openWith({}, { facts: silent, createdAt: 999 });
      const ids = async (query: Partial<Parameters<typeof outbox.list>[0]>) =>
        (await outbox.list({ limit: 10, ...query })).map(({ id }) => id);
      const [loud, quiet] = obligations.map(({ id }) => id);
      expect(await outbox.find(quiet!)).toEqual(obligations[1]);
      expect(await ids({})).toEqual([loud]);
      expect(await ids({ state: 'waiting' })).toEqual([loud]);
      expect(await ids({ beforeAt: 1000 })).toEqual([]);
      expect(await ids({ silent: true })).toEqual([loud, quiet]);
      expect(await outbox.list({ limit: 1, beforeAt: 1000, silent: true })).toHaveLength(1);
      expect((await outbox.claimDue(1000, LEASE_MS, 10)).map(({ id }) => id)).toContain(quiet);
    });

    it('claims what is due, the longest due first, counts a try and leases it', async () => {
      const { outbox, obligations } = await openWith(
        { dueAt: 300 },
        { dueAt: 100 },
        { dueAt: 301 },
        { dueAt: 200 },
      );
      const claimed = await outbox.claimDue(300, LEASE_MS, 2);
      expect(claimed.map(({ id }) => id)).toEqual([obligations[1]!.id, obligations[3]!.id]);
      expect(claimed[0]).toEqual({ ...obligations[1], tries: 1, dueAt: 300 + LEASE_MS });
      expect(await outbox.find(obligations[1]!.id)).toEqual(claimed[0]);
      expect((await outbox.claimDue(300, LEASE_MS, 10)).map(({ id }) => id)).toEqual([obligations[0]!.id]);
    });

    it('claims what was tried least first, so that a backlog of failures delays no new alert', async () => {
      const { outbox, obligations } = await openWith(
        { dueAt: 100, tries: 3 },
        { dueAt: 200 },
        { dueAt: 50, tries: 1 },
      );
      const [old, fresh, once] = obligations.map(({ id }) => id);
      const claimed = [
        ...(await outbox.claimDue(300, LEASE_MS, 2)),
        ...(await outbox.claimDue(300, LEASE_MS, 2)),
      ];
      expect(claimed.map(({ id }) => id)).toEqual([fresh, once, old]);
    });

    it('gives each row to one of many workers that claim at once', async () => {
      const { outbox, obligations } = await openWith(...Array.from({ length: 40 }, () => ({})));
      const claims = await Promise.all(Array.from({ length: 8 }, () => outbox.claimDue(1000, LEASE_MS, 7)));
      const ids = claims.flat().map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect([...ids].sort()).toEqual(obligations.map(({ id }) => id).sort());
    });

    it('lets a claimed row fall due again when its lease ends, so a dead worker loses nothing', async () => {
      const { outbox, obligations } = await openWith({});
      await outbox.claimDue(1000, LEASE_MS, 1);
      expect(await outbox.claimDue(1000 + LEASE_MS - 1, LEASE_MS, 1)).toEqual([]);
      const [again] = await outbox.claimDue(1000 + LEASE_MS, LEASE_MS, 1);
      expect(again).toMatchObject({ id: obligations[0]!.id, tries: 2, dueAt: 1000 + 2 * LEASE_MS });
    });

    it('claims nothing that was delivered or rejected', async () => {
      const { outbox } = await openWith({ state: 'delivered' }, { state: 'rejected' });
      expect(await outbox.claimDue(9999, LEASE_MS, 10)).toEqual([]);
      expect(await outbox.nextDueAt()).toBeNull();
    });

    it('A14 keeps every try with its answer, oldest first', async () => {
      const { store, outbox, obligations } = await openWith({});
      const [obligation] = obligations as [Obligation];
      const tries = [
        tryOf(obligation, 'retry', { at: 2000, response: '451 try later' }),
        tryOf(obligation, 'retry', { at: 2000, response: 'connect ECONNREFUSED' }),
        tryOf(obligation, 'delivered', { at: 3000 }),
      ];
      await outbox.finishTry(tries[0]!, { state: 'waiting', dueAt: 2500 });
      await outbox.finishTry(tries[1]!, { state: 'waiting', dueAt: 2600 });
      expect(await outbox.find(obligation.id)).toMatchObject({
        state: 'waiting',
        dueAt: 2600,
        endedAt: null,
      });
      await outbox.finishTry(tries[2]!, { state: 'delivered', dueAt: 0 });
      expect(await outbox.find(obligation.id)).toMatchObject({ state: 'delivered', endedAt: 3000 });
      expect(await history(store, obligation.id)).toEqual(tries);
    });

    it('does not send again what was delivered when a worker whose lease ran out comes late', async () => {
      const { store, outbox, obligations } = await openWith({});
      const [obligation] = obligations as [Obligation];
      await outbox.finishTry(tryOf(obligation, 'delivered'), { state: 'delivered', dueAt: 0 });
      await outbox.finishTry(tryOf(obligation, 'retry'), { state: 'waiting', dueAt: 6000 });
      expect(await outbox.find(obligation.id)).toMatchObject({ state: 'delivered', endedAt: 5000 });
      expect(await history(store, obligation.id)).toHaveLength(2);
    });

    it('refuses a try of something that was never owed', async () => {
      const { outbox } = await openWith();
      const stray = tryOf(exampleObligation(), 'delivered');
      await expect(outbox.finishTry(stray, { state: 'delivered', dueAt: 0 })).rejects.toMatchObject({
        code: 'not_found',
      });
    });

    it('makes a waiting or a rejected one due now, and no delivered one', async () => {
      const { outbox, obligations } = await openWith(
        { state: 'waiting', dueAt: 90_000 },
        { state: 'rejected', endedAt: 5, tries: 4 },
        { state: 'delivered', endedAt: 6 },
      );
      const [waiting, rejected, delivered] = obligations as [Obligation, Obligation, Obligation];
      expect(await outbox.retryNow(waiting.id, 7000)).toBe(true);
      expect(await outbox.retryNow(rejected.id, 7000)).toBe(true);
      expect(await outbox.retryNow(delivered.id, 7000)).toBe(false);
      expect(await outbox.retryNow('none' as ObligationId, 7000)).toBe(false);
      expect(await outbox.find(rejected.id)).toMatchObject({
        state: 'waiting',
        dueAt: 7000,
        endedAt: null,
        tries: 4,
      });
      expect(await outbox.find(delivered.id)).toEqual(delivered);
      expect(await outbox.claimDue(7000, LEASE_MS, 10)).toHaveLength(2);
    });

    it('does not make due what somebody is sending, so no message goes out twice at once', async () => {
      const { outbox, obligations } = await openWith({});
      const { id } = obligations[0]!;
      const [sending] = await outbox.claimDue(1000, LEASE_MS, 1);
      expect(await outbox.retryNow(id, 2000)).toBe(true);
      expect(await outbox.find(id)).toEqual(sending);
      expect(await outbox.claimDue(2000, LEASE_MS, 1)).toEqual([]);

      await outbox.finishTry(tryOf(sending!, 'retry', { at: 3000 }), { state: 'waiting', dueAt: 90_000 });
      expect(await outbox.retryNow(id, 3000)).toBe(true);
      expect(await outbox.claimDue(3000, LEASE_MS, 1)).toHaveLength(1);
    });

    it('makes due again what a dead worker left, though its try was never written down', async () => {
      const { outbox, obligations } = await openWith({});
      const { id } = obligations[0]!;
      await outbox.claimDue(1000, LEASE_MS, 1);
      const [again] = await outbox.claimDue(1000 + LEASE_MS, LEASE_MS, 1);
      await outbox.finishTry(tryOf(again!, 'retry'), { state: 'waiting', dueAt: 900_000 });
      expect(await outbox.retryNow(id, 200_000)).toBe(true);
      expect(await outbox.claimDue(200_000, LEASE_MS, 1)).toHaveLength(1);
    });

    it('pages from the newest on, by state, and never splits what was owed in one instant', async () => {
      const at = (createdAt: number) => ({ createdAt });
      const { outbox, obligations } = await openWith(at(1), at(2), at(2), at(2), {
        createdAt: 3,
        state: 'delivered',
      });
      const ids = async (query: Parameters<typeof outbox.list>[0]) =>
        (await outbox.list(query)).map(({ id }) => id);
      const [first, ...rest] = obligations.map(({ id }) => id);
      const [newest, ...middle] = [rest.pop()!, ...rest];
      expect(await ids({ limit: 2 })).toEqual([newest, ...middle]);
      expect(await ids({ limit: 2, beforeAt: 2 })).toEqual([first]);
      expect(await ids({ limit: 1, beforeAt: 3 })).toEqual(middle);
      expect(await ids({ limit: 9, state: 'delivered' })).toEqual([newest]);
      expect(await ids({ limit: 9, beforeAt: 1 })).toEqual([]);
    });

    it('knows when the earliest waiting one is due', async () => {
      const { outbox } = await openWith({ dueAt: 500 }, { dueAt: 300 }, { dueAt: 100, state: 'delivered' });
      expect(await outbox.nextDueAt()).toBe(300);
    });

    it('D7 keeps the delivery record of an erased recipient, without what the mail server answered', async () => {
      const { store, outbox, ada, obligations } = await openWith({}, {});
      const [sent, owed] = obligations as [Obligation, Obligation];
      await outbox.finishTry(tryOf(sent, 'delivered', { response: `250 to ${ada.email}` }), {
        state: 'delivered',
        dueAt: 0,
      });
      await store.people.erase(ada.id);
      expect(await history(store, sent.id)).toEqual([tryOf(sent, 'delivered', { response: '' })]);
      await outbox.finishTry(tryOf(owed, 'rejected', { response: 'nobody' }), {
        state: 'rejected',
        dueAt: 0,
      });
      expect(await history(store, owed.id)).toEqual([tryOf(owed, 'rejected', { response: '' })]);
    });
  });
}
