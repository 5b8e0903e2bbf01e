import { describe, expect, it } from 'vitest';
import type { GroupId, PersonId } from '../../src/kernel/index.ts';
import type { Role } from '../../src/people/index.ts';
import { examplePerson, exampleSample, exampleSession, exampleSnapshot, type OpenStore } from './examples.ts';
import { opened } from './opened.ts';

export function describePersonRepository(openStore: OpenStore): void {
  describe('people', () => {
    const open = opened(openStore);

    it('lists those with one of some roles, and none whose role is only spelt alike', async () => {
      const { people } = await open();
      const own = 'owner-of-keys' as Role;
      const [boss, guard, both, keys] = [['owner'], ['guard'], ['member', 'owner'], [own]].map(
        (roles, index) => examplePerson({ roles: roles as Role[], createdAt: index }),
      );
      for (const person of [both!, keys!, boss!, guard!]) await people.add(person);
      expect(await people.listWithRoles(['owner'])).toEqual([boss, both]);
      expect(await people.listWithRoles([own, 'guard'])).toEqual([guard, keys]);
      expect(await people.listWithRoles(['%' as Role, 'own_r' as Role])).toEqual([]);
      expect(await people.listWithRoles([])).toEqual([]);
    });

    it('gives back every field as it was written', async () => {
      const { people } = await open();
      const ada = examplePerson({
        roles: ['administrator', 'guard'],
        status: 'suspended',
        secondFactor: true,
        phone: '+393331234567',
        groups: ['family' as GroupId, 'night' as GroupId],
        validFrom: 1_700_000_000_000,
        validUntil: 1_800_000_000_000,
      });
      const bob = examplePerson({ email: null, displayName: 'Bøb 🙂', roles: [] });
      await people.add(ada);
      await people.add(bob);
      expect(await people.find(ada.id)).toEqual(ada);
      expect(await people.find(bob.id)).toEqual(bob);
    });

    it('knows nobody by an id or a user name that was never added', async () => {
      const { people } = await open();
      expect(await people.find('nobody' as PersonId)).toBeNull();
      expect(await people.findByUserName('nobody')).toBeNull();
    });

    it('finds a person by the normalised user name, however it was written', async () => {
      const { people } = await open();
      const ada = examplePerson({ userName: ' Ａｄａ ' });
      await people.add(ada);
      expect(await people.findByUserName('ada')).toEqual(ada);
    });

    it('refuses a user name that somebody has in another spelling', async () => {
      const { people } = await open();
      const ada = examplePerson({ userName: 'Ada' });
      await people.add(ada);
      const second = examplePerson({ userName: 'ａｄａ ' });
      await expect(people.add(second)).rejects.toMatchObject({ code: 'user_name_taken' });
      expect(await people.list()).toEqual([ada]);
    });

    it('lets one of two win who add one user name at the same moment, and the loser leaves nothing', async () => {
      const { people, passwords } = await open();
      const rivals = [examplePerson({ userName: 'ada' }), examplePerson({ userName: 'ADA' })];
      const results = await Promise.allSettled(rivals.map((person) => people.add(person)));
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const loser = rivals[results.findIndex(({ status }) => status === 'rejected')]!;
      expect(await people.list()).toHaveLength(1);
      await expect(passwords.set(loser.id, 'hash', 1)).rejects.toMatchObject({ code: 'not_found' });
      await people.add({ ...loser, userName: 'another' });
    });

    it('leaves nothing of the loser even when the transaction goes on after the refusal', async () => {
      const store = await open();
      const [ada, second] = [examplePerson({ userName: 'ada' }), examplePerson({ userName: 'ada' })];
      await store.transaction(async ({ people }) => {
        await people.add(ada);
        await people.add(second).catch(() => {});
      });
      expect(await store.people.list()).toEqual([ada]);
      await store.people.add({ ...second, userName: 'another' });
      expect(await store.people.find(second.id)).toEqual({ ...second, userName: 'another' });
    });

    it('does not let a second person take the id of a first one, nor harm the first', async () => {
      const { people } = await open();
      const ada = examplePerson();
      await people.add(ada);
      await expect(people.add(examplePerson({ id: ada.id }))).rejects.toThrow();
      expect(await people.list()).toEqual([ada]);
    });

    it('updates everything but the id and the user name', async () => {
      const { people } = await open();
      const ada = examplePerson({ userName: 'ada' });
      await people.add(ada);
      const changed = examplePerson({
        ...ada,
        displayName: 'Ada L.',
        email: null,
        roles: ['guard'],
        status: 'suspended',
        secondFactor: true,
      });
      await people.update({ ...changed, userName: 'eve' });
      expect(await people.find(ada.id)).toEqual(changed);
      expect(await people.findByUserName('eve')).toBeNull();
    });

    it('says not_found when somebody unknown is updated', async () => {
      const { people } = await open();
      await expect(people.update(examplePerson())).rejects.toMatchObject({ code: 'not_found' });
    });

    it('lists by creation, oldest first, and those of one instant as they were added', async () => {
      const { people } = await open();
      const young = examplePerson({ createdAt: 3000 });
      const others = [1, 2, 3, 4, 5].map(() => examplePerson({ createdAt: 2000 }));
      for (const person of [young, ...others]) await people.add(person);
      expect((await people.list()).map(({ id }) => id)).toEqual([...others, young].map(({ id }) => id));
    });

    it('D7 erases a person with everything that is theirs, and nobody else', async () => {
      const store = await open();
      const [ada, bob] = [examplePerson({ userName: 'ada' }), examplePerson({ userName: 'bob' })];
      const [picture, session] = [exampleSnapshot(ada.id), exampleSession(ada.id)];
      for (const person of [ada, bob]) {
        await store.people.add(person);
        await store.passwords.set(person.id, 'hash', 1);
        await store.faceSamples.add(exampleSample(person.id));
      }
      await store.snapshots.add(picture);
      await store.sessions.add(session);
      await store.people.erase(ada.id);

      expect(await store.people.list()).toEqual([bob]);
      expect(await store.people.findByUserName('ada')).toBeNull();
      expect(await store.passwords.find(ada.id)).toBeNull();
      expect(await store.faceSamples.listOf(ada.id)).toEqual([]);
      expect(await store.faceSamples.counts()).toEqual(new Map([[bob.id, 1]]));
      expect(await store.snapshots.find(picture.id)).toBeNull();
      expect(await store.sessions.findByTokenHash(session.tokenHash)).toBeNull();
      expect(await store.passwords.find(bob.id)).toBe('hash');
    });

    it('D7 takes nothing more in for a person who was erased', async () => {
      const store = await open();
      const ada = examplePerson();
      await store.people.add(ada);
      await store.people.erase(ada.id);
      const writes = [
        store.passwords.set(ada.id, 'hash', 1),
        store.faceSamples.add(exampleSample(ada.id)),
        store.snapshots.add(exampleSnapshot(ada.id)),
        store.sessions.add(exampleSession(ada.id)),
        store.people.update(ada),
      ];
      for (const write of await Promise.allSettled(writes)) {
        expect(write).toMatchObject({ status: 'rejected', reason: { code: 'not_found' } });
      }
    });

    it('frees the user name of an erased person, and erasing twice changes nothing', async () => {
      const { people } = await open();
      const ada = examplePerson({ userName: 'ada' });
      await people.add(ada);
      await people.erase(ada.id);
      await people.erase(ada.id);
      const next = examplePerson({ userName: 'ada' });
      await people.add(next);
      expect(await people.findByUserName('ada')).toEqual(next);
    });
  });
}
