import { describe, expect, it } from 'vitest';
import type { GroupId, RoleId } from '../../src/kernel/index.ts';
import type { RoleDefinition } from '../../src/people/index.ts';
import type { OpenStore } from './examples.ts';
import { opened } from './opened.ts';

export function describeRoleAndGroupRepositories(openStore: OpenStore): void {
  describe('roles', () => {
    const open = opened(openStore);
    const role = (id: string, name: string): RoleDefinition => ({
      id: id as RoleId,
      name,
      permissions: ['log.read', 'people.read'],
    });

    it('gives back what was put, by name, and the newest of one id', async () => {
      const { roles } = await open();
      await roles.put(role('two', 'Zoo keeper'));
      await roles.put(role('one', 'Cleaner 🧹'));
      await roles.put({ ...role('two', 'Alarm keeper'), permissions: [] });
      expect(await roles.list()).toEqual([
        { id: 'two', name: 'Alarm keeper', permissions: [] },
        role('one', 'Cleaner 🧹'),
      ]);
    });

    it('removes one and no other, and nothing that is not there', async () => {
      const { roles } = await open();
      await roles.put(role('one', 'One'));
      await roles.put(role('two', 'Two'));
      await roles.remove('one' as RoleId);
      await roles.remove('one' as RoleId);
      expect(await roles.list()).toEqual([role('two', 'Two')]);
    });

    it('reads a permission of another version as none', async () => {
      const { roles } = await open();
      const permissions = ['log.read', 'teleport.write'] as RoleDefinition['permissions'];
      await roles.put({ ...role('one', 'One'), permissions });
      expect((await roles.list())[0]!.permissions).toEqual(['log.read']);
    });
  });

  describe('groups', () => {
    const open = opened(openStore);

    it('gives back what was put, by name, and removes one', async () => {
      const { groups } = await open();
      const [family, night] = [
        { id: 'family' as GroupId, name: 'Family' },
        { id: 'night' as GroupId, name: 'Night shift' },
      ];
      await groups.put(night);
      await groups.put({ ...family, name: 'Household' });
      await groups.put(family);
      expect(await groups.list()).toEqual([family, night]);
      await groups.remove(family.id);
      expect(await groups.list()).toEqual([night]);
    });
  });
}
