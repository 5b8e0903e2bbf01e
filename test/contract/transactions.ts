import { describe, expect, it } from 'vitest';
import type { PersonId } from '../../src/kernel/index.ts';
import type { Repositories } from '../../src/storage/index.ts';
import {
  exampleAttempt,
  exampleEvent,
  exampleObligation,
  examplePerson,
  exampleSample,
  exampleSnapshot,
  type OpenStore,
} from './examples.ts';
import { opened } from './opened.ts';

const INSIDE = /transaction is running here/;
const OVER = /transaction is over/;

export function describeTransactions(openStore: OpenStore): void {
  describe('transactions', () => {
    const open = opened(openStore);

    it('A18 undo everything in every table when the work throws', async () => {
      const store = await open();
      const ada = examplePerson();
      const [attempt, picture, obligation] = [exampleAttempt(), exampleSnapshot(ada.id), exampleObligation()];
      const work = store.transaction(async (tx) => {
        await tx.people.add(ada);
        await tx.passwords.set(ada.id, 'hash', 1);
        await tx.faceSamples.add(exampleSample(ada.id));
        await tx.attempts.add(attempt);
        await tx.snapshots.add(picture);
        await tx.events.append(exampleEvent(1));
        await tx.outbox.add(obligation);
        await tx.settings.put('mail', { host: 'x' });
        await tx.throttles.put('key', { failures: 1, failedAt: 1, blockedUntil: 1 });
        throw new Error('at the very end');
      });
      await expect(work).rejects.toThrow('at the very end');
      expect(await store.people.list()).toEqual([]);
      expect(await store.passwords.find(ada.id)).toBeNull();
      expect(await store.faceSamples.counts()).toEqual(new Map());
      expect(await store.attempts.find(attempt.id)).toBeNull();
      expect(await store.snapshots.find(picture.id)).toBeNull();
      expect(await store.events.last()).toBeNull();
      expect(await store.outbox.find(obligation.id)).toBeNull();
      expect(await store.settings.get('mail')).toBeNull();
      expect(await store.throttles.find('key')).toBeNull();
    });

    it('return what the work returned, and see what they have written themselves', async () => {
      const store = await open();
      const ada = examplePerson();
      const seen = await store.transaction(async ({ people }) => {
        await people.add(ada);
        return people.findByUserName(ada.userName);
      });
      expect(seen).toEqual(ada);
    });

    it('take turns: none sees another half done', async () => {
      const store = await open();
      const running: string[] = [];
      const work = (name: string) =>
        store.transaction(async ({ settings }) => {
          running.push(`${name} begins`);
          await settings.put(name, 1);
          await new Promise((resolve) => setTimeout(resolve, 5));
          running.push(`${name} ends`);
        });
      await Promise.all(['a', 'b', 'c'].map(work));
      expect(running).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
    });

    it('keep no reader waiting, who sees the state before until they are committed', async () => {
      const store = await open();
      await store.settings.put('mail', 'before');
      await store.transaction(async (tx) => {
        await tx.settings.put('mail', 'after');
        expect(await store.settings.get('mail')).toBe('before');
        expect(await tx.settings.get('mail')).toBe('after');
      });
      expect(await store.settings.get('mail')).toBe('after');
    });

    it('are refused inside one another at once, instead of waiting for ever', async () => {
      const store = await open();
      const outer = store.transaction(async () => store.transaction(async () => {}));
      await expect(outer).rejects.toThrow(INSIDE);
      await store.settings.put('still', 'alive');
    });

    it('refuse at once a write, a checkpoint and a close that go past them to the store', async () => {
      const store = await open();
      await store.transaction(async () => {
        await expect(store.settings.put('mail', 1)).rejects.toThrow(INSIDE);
        await expect(store.people.erase('x' as PersonId)).rejects.toThrow(INSIDE);
        await expect(store.checkpoint()).rejects.toThrow(INSIDE);
        await expect(store.close()).rejects.toThrow(INSIDE);
      });
      expect(await store.settings.get('mail')).toBeNull();
    });

    it('let work that they started go on writing when they are over', async () => {
      const store = await open();
      let later: Promise<void> | undefined;
      await store.transaction(async () => {
        later = new Promise<void>((resolve) => setTimeout(resolve, 20)).then(() =>
          store.settings.put('later', 1),
        );
      });
      await later;
      expect(await store.settings.get('later')).toBe(1);
    });

    it('make everything they handed out unusable when they are over', async () => {
      const store = await open();
      let kept: Repositories | undefined;
      await store.transaction(async (tx) => {
        kept = tx;
      });
      await expect(kept!.settings.put('mail', 1)).rejects.toThrow(OVER);
      await expect(kept!.settings.get('mail')).rejects.toThrow(OVER);
      await store.transaction(async ({ settings }) => {
        await settings.put('other', 1);
        await expect(kept!.settings.put('mail', 1)).rejects.toThrow(OVER);
      });
      expect(await store.settings.get('mail')).toBeNull();
    });

    it('leave nothing of work that was still under way when another part of it threw', async () => {
      const store = await open();
      const work = store.transaction(({ people, settings, events }) =>
        Promise.all([
          people.add(examplePerson()),
          settings.put('one', 1),
          events.append(exampleEvent(7)),
          people.add(examplePerson()),
          settings.put('two', 2),
        ]),
      );
      await expect(work).rejects.toThrow();
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(await store.people.list()).toEqual([]);
      expect(await store.settings.get('one')).toBeNull();
      expect(await store.settings.get('two')).toBeNull();
    });

    it('that were asked for are finished before the store closes, and later ones are refused', async () => {
      const store = await openStore();
      const ended: string[] = [];
      const work = (name: string) =>
        store.transaction(async ({ settings }) => {
          await new Promise((resolve) => setTimeout(resolve, 10));
          await settings.put(name, 1);
          ended.push(name);
        });
      const asked = [work('one'), work('two')];
      const closing = store.close().then(() => ended.push('closed'));
      const late = expect(work('late')).rejects.toThrow(/closed/);
      await Promise.all([...asked, closing, late]);
      expect(ended).toEqual(['one', 'two', 'closed']);
      await expect(store.settings.put('later', 1)).rejects.toThrow();
    });

    it('that are undone leave no data key behind in memory either', async () => {
      const store = await open();
      const ada = examplePerson();
      const undone = store.transaction(async ({ people }) => {
        await people.add(ada);
        throw new Error('undone');
      });
      await expect(undone).rejects.toThrow('undone');
      await expect(store.passwords.set(ada.id, 'hash', 1)).rejects.toMatchObject({ code: 'not_found' });
      await store.people.add(ada);
      expect(await store.people.find(ada.id)).toEqual(ada);
    });

    it('that erase somebody take nothing more in for them themselves', async () => {
      const store = await open();
      const ada = examplePerson();
      await store.people.add(ada);
      await store.people.find(ada.id);
      await store.transaction(async ({ people, passwords, snapshots }) => {
        await people.erase(ada.id);
        await expect(passwords.set(ada.id, 'hash', 1)).rejects.toMatchObject({ code: 'not_found' });
        await expect(snapshots.add(exampleSnapshot(ada.id))).rejects.toMatchObject({ code: 'not_found' });
      });
    });

    it('that erase somebody and are undone have erased nobody', async () => {
      const store = await open();
      const ada = examplePerson();
      await store.people.add(ada);
      const undone = store.transaction(async ({ people }) => {
        await people.erase(ada.id);
        expect(await people.find(ada.id)).toBeNull();
        throw new Error('undone');
      });
      await expect(undone).rejects.toThrow('undone');
      expect(await store.people.find(ada.id)).toEqual(ada);
    });
  });
}
