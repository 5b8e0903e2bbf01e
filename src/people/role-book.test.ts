import { expect, it } from 'vitest';
import type { RoleId } from '../kernel/index.ts';
import { createRoleBook } from './role-book.ts';
import type { RoleDefinition } from './roles.ts';

const NIGHT: RoleDefinition = { id: 'night' as RoleId, name: 'Night', permissions: [] };

it('roles that cannot be read allow nothing, and are asked for again, also where a later question is on its way', async () => {
  const answers: { fail(): void; give(roles: RoleDefinition[]): void }[] = [];
  const list = () =>
    new Promise<RoleDefinition[]>((give, reject) =>
      answers.push({ give, fail: () => reject(new Error('the disk')) }),
    );
  const book = createRoleBook({ list });
  const first = book.permissionsOf(['owner']);
  book.refresh();
  const second = book.list();
  answers[0]!.fail();
  await expect(first).rejects.toThrow('the disk');
  expect(book.list()).toBe(second);
  answers[1]!.fail();
  await expect(second).rejects.toThrow('the disk');
  const third = book.list();
  answers[2]!.give([NIGHT]);
  expect((await third).map(({ id }) => id)).toContain('night');
});

it('a role that is gone allows nothing', async () => {
  const book = createRoleBook({ list: async () => [] });
  expect(await book.permissionsOf([NIGHT.id])).toEqual(new Set());
  expect((await book.permissionsOf(['owner'])).size).toBeGreaterThan(0);
});
