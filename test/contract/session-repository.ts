import { describe, expect, it } from 'vitest';
import type { PersonId, SessionId } from '../../src/kernel/index.ts';
import { examplePerson, exampleSession, type OpenStore } from './examples.ts';
import { opened } from './opened.ts';

export function describeSessionRepository(openStore: OpenStore): void {
  describe('sessions', () => {
    const open = opened(openStore);

    async function openWithTwo() {
      const store = await open();
      const [ada, bob] = [examplePerson(), examplePerson()];
      await store.people.add(ada);
      await store.people.add(bob);
      return { sessions: store.sessions, ada, bob };
    }

    it('finds a session by the hash of its token and in no other way', async () => {
      const { sessions, ada } = await openWithTwo();
      const [session, first] = [exampleSession(ada.id), exampleSession(ada.id, { attemptId: null })];
      await sessions.add(session);
      await sessions.add(first);
      expect(await sessions.findByTokenHash(session.tokenHash)).toEqual(session);
      expect(await sessions.findByTokenHash(first.tokenHash)).toEqual(first);
      expect(await sessions.findByTokenHash(session.id)).toBeNull();
    });

    it('never keeps two sessions with one token, nor one for somebody unknown', async () => {
      const { sessions, ada, bob } = await openWithTwo();
      const session = exampleSession(ada.id);
      await sessions.add(session);
      await expect(sessions.add(exampleSession(bob.id, { tokenHash: session.tokenHash }))).rejects.toThrow();
      expect(await sessions.findByTokenHash(session.tokenHash)).toEqual(session);
      const unknown = exampleSession('nobody' as PersonId);
      await expect(sessions.add(unknown)).rejects.toMatchObject({ code: 'not_found' });
    });

    it('touches and removes one session and no other', async () => {
      const { sessions, ada } = await openWithTwo();
      const [one, two] = [exampleSession(ada.id), exampleSession(ada.id)];
      for (const session of [one, two]) await sessions.add(session);
      await sessions.touch(one.id, 9000);
      await sessions.touch('none' as SessionId, 9000);
      expect(await sessions.findByTokenHash(one.tokenHash)).toEqual({ ...one, seenAt: 9000 });
      await sessions.remove(one.id);
      expect(await sessions.findByTokenHash(one.tokenHash)).toBeNull();
      expect(await sessions.findByTokenHash(two.tokenHash)).toEqual(two);
    });

    it('removes all sessions of a person, says how many, and keeps those of others', async () => {
      const { sessions, ada, bob } = await openWithTwo();
      const theirs = [exampleSession(ada.id), exampleSession(ada.id)];
      const other = exampleSession(bob.id);
      for (const session of [...theirs, other]) await sessions.add(session);
      expect(await sessions.removeOf(ada.id)).toBe(2);
      expect(await sessions.removeOf(ada.id)).toBe(0);
      expect(await sessions.findByTokenHash(other.tokenHash)).toEqual(other);
    });

    it('lists those of one person, the one used last first', async () => {
      const { sessions, ada, bob } = await openWithTwo();
      const [old, young] = [exampleSession(ada.id, { seenAt: 10 }), exampleSession(ada.id, { seenAt: 20 })];
      for (const session of [old, young, exampleSession(bob.id)]) await sessions.add(session);
      expect(await sessions.listOf(ada.id)).toEqual([young, old]);
      expect(await sessions.listOf('nobody' as PersonId)).toEqual([]);
    });

    it('gives a session another token once: the old one is void, and cannot be given another again', async () => {
      const { sessions, ada } = await openWithTwo();
      const session = exampleSession(ada.id);
      await sessions.add(session);
      const both = await Promise.all([
        sessions.renew(session, 'first', 7000),
        sessions.renew(session, 'second', 7000),
      ]);
      expect(both.sort()).toEqual([false, true]);
      expect(await sessions.findByTokenHash(session.tokenHash)).toBeNull();
      const [renewed] = await sessions.listOf(ada.id);
      expect(renewed).toMatchObject({ id: session.id, freshAt: 7000, seenAt: 7000 });
      await sessions.remove(session.id);
      expect(await sessions.renew(renewed!, 'third', 8000)).toBe(false);
    });

    it('removes all sessions of a person but one', async () => {
      const { sessions, ada } = await openWithTwo();
      const [kept, ended] = [exampleSession(ada.id), exampleSession(ada.id)];
      for (const session of [kept, ended]) await sessions.add(session);
      expect(await sessions.removeOf(ada.id, kept.id)).toBe(1);
      expect(await sessions.listOf(ada.id)).toEqual([kept]);
    });

    it('removes the idle and the old ones, each once, and returns them', async () => {
      const { sessions, ada, bob } = await openWithTwo();
      const idle = exampleSession(ada.id, { createdAt: 500, seenAt: 999 });
      const old = exampleSession(bob.id, { createdAt: 99, seenAt: 5000 });
      const both = exampleSession(bob.id, { createdAt: 99, seenAt: 99 });
      const alive = exampleSession(ada.id, { createdAt: 100, seenAt: 1000 });
      for (const session of [idle, old, both, alive]) await sessions.add(session);
      const removed = await sessions.removeExpired(1000, 100);
      expect(new Map(removed.map((session) => [session.id, session]))).toEqual(
        new Map([idle, old, both].map((session) => [session.id, session])),
      );
      expect(removed).toHaveLength(3);
      expect(await sessions.findByTokenHash(old.tokenHash)).toBeNull();
      expect(await sessions.findByTokenHash(alive.tokenHash)).toEqual(alive);
      expect(await sessions.removeExpired(1000, 100)).toEqual([]);
    });
  });
}
