import { describe, expect, it } from 'vitest';
import type { PersonId } from '../../src/kernel/index.ts';
import { examplePerson, type OpenStore } from './examples.ts';
import { opened } from './opened.ts';

export function describePasswordRepository(openStore: OpenStore): void {
  describe('passwords', () => {
    const open = opened(openStore);

    it('replaces the hash before', async () => {
      const { people, passwords } = await open();
      const ada = examplePerson();
      await people.add(ada);
      expect(await passwords.find(ada.id)).toBeNull();
      await passwords.set(ada.id, '$argon2id$v=19$first', 1);
      await passwords.set(ada.id, '$argon2id$v=19$second', 2);
      expect(await passwords.find(ada.id)).toBe('$argon2id$v=19$second');
    });

    it('says not_found for a person who does not exist, and keeps nothing', async () => {
      const { passwords } = await open();
      const nobody = 'nobody' as PersonId;
      await expect(passwords.set(nobody, 'hash', 1)).rejects.toMatchObject({ code: 'not_found' });
      expect(await passwords.find(nobody)).toBeNull();
    });
  });
}
