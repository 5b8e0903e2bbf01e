import { describe, expect, it } from 'vitest';
import type { CredentialId, PersonId } from '../../src/kernel/index.ts';
import { exampleCredential, examplePerson, type OpenStore } from './examples.ts';
import { opened } from './opened.ts';

export function describeCredentialRepository(openStore: OpenStore): void {
  describe('credentials', () => {
    const open = opened(openStore);
    const openWithAda = async () => {
      const store = await open();
      const ada = examplePerson();
      await store.people.add(ada);
      return { store, ada, credentials: store.credentials };
    };

    it('gives back every field, by id, by look-up and in the list, oldest first', async () => {
      const { ada, credentials } = await openWithAda();
      const pin = exampleCredential(ada.id, { kind: 'pin', lookup: '482913', createdAt: 3, duress: true });
      const totp = exampleCredential(ada.id, { kind: 'totp', lookup: null, createdAt: 2, usedAt: 9 });
      const card = exampleCredential(ada.id, { createdAt: 1, counter: 7 });
      for (const credential of [pin, totp, card]) await credentials.add(credential);
      expect(await credentials.find(pin.id)).toEqual(pin);
      expect(await credentials.findByLookup('card', card.lookup!)).toEqual(card);
      expect(await credentials.listOf(ada.id)).toEqual([card, totp, pin]);
      expect(await credentials.listOf('nobody' as PersonId)).toEqual([]);
      expect(await credentials.kindsOf(ada.id)).toEqual(['card', 'totp', 'pin']);
      expect(await credentials.kindsOf('nobody' as PersonId)).toEqual([]);
      expect(await credentials.find('none' as CredentialId)).toBeNull();
    });

    it('counts those of a kind, whoever has them', async () => {
      const { store, ada, credentials } = await openWithAda();
      const bob = examplePerson();
      await store.people.add(bob);
      expect(await credentials.count('pin')).toBe(0);
      for (const [person, lookup] of [
        [ada, '482913'],
        [bob, '640275'],
      ] as const)
        await credentials.add(exampleCredential(person.id, { kind: 'pin', lookup }));
      await credentials.add(exampleCredential(bob.id));
      expect(await credentials.count('pin')).toBe(2);
    });

    it('finds a look-up by its whole text and its kind only', async () => {
      const { ada, credentials } = await openWithAda();
      await credentials.add(exampleCredential(ada.id, { kind: 'pin', lookup: '482913' }));
      for (const other of ['48291', '4829133', '482914', '', '482913 '])
        expect(await credentials.findByLookup('pin', other)).toBeNull();
      expect(await credentials.findByLookup('card', '482913')).toBeNull();
    });

    it('gives one look-up of a kind to one person, and to the other credential_taken', async () => {
      const { store, ada, credentials } = await openWithAda();
      const bob = examplePerson();
      await store.people.add(bob);
      const both = [ada, bob].map(({ id }) => exampleCredential(id, { kind: 'pin', lookup: '482913' }));
      const tries = await Promise.allSettled(both.map((one) => credentials.add(one)));
      expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(tries.find(({ status }) => status === 'rejected')).toMatchObject({
        reason: { code: 'credential_taken' },
      });
      const winner = both[tries.findIndex(({ status }) => status === 'fulfilled')];
      expect(await credentials.findByLookup('pin', '482913')).toEqual(winner);
      // The same text as a card is another thing, and many may have no look-up at all.
      await credentials.add(exampleCredential(bob.id, { kind: 'card', lookup: '482913' }));
      for (const { id } of [ada, bob, bob])
        await credentials.add(exampleCredential(id, { kind: 'totp', lookup: null }));
    });

    it('says not_found for a person who does not exist, and keeps nothing', async () => {
      const { credentials } = await openWithAda();
      const stray = exampleCredential('nobody' as PersonId);
      await expect(credentials.add(stray)).rejects.toMatchObject({ code: 'not_found' });
      expect(await credentials.findByLookup('card', stray.lookup!)).toBeNull();
    });

    it('lets one of many that use the same code at once have it', async () => {
      const { ada, credentials } = await openWithAda();
      const totp = exampleCredential(ada.id, { kind: 'totp', lookup: null, counter: 41 });
      await credentials.add(totp);
      const uses = await Promise.all(
        Array.from({ length: 10 }, (_, index) => credentials.use(totp.id, 42, index)),
      );
      expect(uses.filter(Boolean)).toHaveLength(1);
      expect(await credentials.find(totp.id)).toMatchObject({ counter: 42, usedAt: uses.indexOf(true) });
    });

    it('uses no counter again and none below it, and says false once it is removed', async () => {
      const { ada, credentials } = await openWithAda();
      const totp = exampleCredential(ada.id, { kind: 'totp', lookup: null });
      await credentials.add(totp);
      expect(await credentials.use(totp.id, 5, 1)).toBe(true);
      expect(await credentials.use(totp.id, 5, 2)).toBe(false);
      expect(await credentials.use(totp.id, 4, 3)).toBe(false);
      expect(await credentials.find(totp.id)).toMatchObject({ counter: 5, usedAt: 1 });
      await credentials.remove(ada.id, totp.id);
      expect(await credentials.use(totp.id, 6, 4)).toBe(false);
    });

    it('writes when one that does not count was used, and no longer once it counts or is removed', async () => {
      const { ada, credentials } = await openWithAda();
      const passkey = exampleCredential(ada.id, { kind: 'passkey', lookup: 'synced' });
      await credentials.add(passkey);
      expect(await credentials.touch(passkey.id, 5)).toBe(true);
      expect(await credentials.touch(passkey.id, 6)).toBe(true);
      expect(await credentials.find(passkey.id)).toMatchObject({ counter: 0, usedAt: 6 });
      expect(await credentials.use(passkey.id, 1, 7)).toBe(true);
      expect(await credentials.touch(passkey.id, 8)).toBe(false);
      expect(await credentials.find(passkey.id)).toMatchObject({ counter: 1, usedAt: 7 });
      await credentials.remove(ada.id, passkey.id);
      expect(await credentials.touch(passkey.id, 9)).toBe(false);
    });

    it('renames what is the person’s and nobody else’s, and nothing else about it changes', async () => {
      const { store, ada, credentials } = await openWithAda();
      const bob = examplePerson();
      await store.people.add(bob);
      const card = exampleCredential(ada.id);
      await credentials.add(card);
      expect(await credentials.rename(bob.id, card.id, 'Mine now')).toBe(false);
      expect(await credentials.rename('nobody' as PersonId, card.id, 'Mine now')).toBe(false);
      expect(await credentials.find(card.id)).toEqual(card);
      expect(await credentials.rename(ada.id, card.id, 'Green fob')).toBe(true);
      expect(await credentials.find(card.id)).toEqual({ ...card, label: 'Green fob' });
    });

    it('removes what is the person’s and nobody else’s, and its look-up is free again', async () => {
      const { store, ada, credentials } = await openWithAda();
      const bob = examplePerson();
      await store.people.add(bob);
      const card = exampleCredential(ada.id);
      await credentials.add(card);
      expect(await credentials.remove(bob.id, card.id)).toBe(false);
      expect(await credentials.find(card.id)).toEqual(card);
      expect(await credentials.remove(ada.id, card.id)).toBe(true);
      expect(await credentials.remove(ada.id, card.id)).toBe(false);
      expect(await credentials.findByLookup('card', card.lookup!)).toBeNull();
      await credentials.add(exampleCredential(bob.id, { lookup: card.lookup }));
    });

    it('goes with the person who is erased, and their PIN may be somebody else’s then', async () => {
      const { store, ada, credentials } = await openWithAda();
      const pin = exampleCredential(ada.id, { kind: 'pin', lookup: '482913' });
      await credentials.add(pin);
      await store.people.erase(ada.id);
      expect(await credentials.find(pin.id)).toBeNull();
      expect(await credentials.findByLookup('pin', '482913')).toBeNull();
      const bob = examplePerson();
      await store.people.add(bob);
      await credentials.add(exampleCredential(bob.id, { kind: 'pin', lookup: '482913' }));
    });

    it('is as it was when the transaction that used it fails', async () => {
      const { store, ada, credentials } = await openWithAda();
      const card = exampleCredential(ada.id);
      await credentials.add(card);
      const failing = store.transaction(async (tx) => {
        await tx.credentials.use(card.id, 1, 1);
        await tx.credentials.remove(ada.id, card.id);
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect(await credentials.find(card.id)).toEqual(card);
    });
  });
}
