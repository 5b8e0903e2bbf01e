import type { RoleBook } from './role-book.ts';
import type { Permission, Role } from './roles.ts';

/** Whoever gives roles or permissions. */
export interface Giver {
  roles: readonly Role[];
  permissions: ReadonlySet<Permission>;
}

/** Nobody gives a permission they do not hold; and only an owner makes owners, or changes what is theirs. */
export async function mayGive(
  book: Pick<RoleBook, 'permissionsOf'>,
  giver: Giver,
  roles: readonly Role[],
): Promise<boolean> {
  if (roles.includes('owner') && !giver.roles.includes('owner')) return false;
  return holdsAll(giver, await book.permissionsOf(roles));
}

export const holdsAll = ({ permissions }: Giver, wanted: Iterable<Permission>): boolean =>
  [...wanted].every((permission) => permissions.has(permission));
