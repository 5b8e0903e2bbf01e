import { completeRoles, type Permission, type Role, type RoleDefinition } from './roles.ts';

export interface RoleBook {
  /** The one place where roles are turned into what they allow. A role that is gone allows nothing. */
  permissionsOf(roles: readonly Role[]): Promise<Set<Permission>>;
  /** The built-in ones first. */
  list(): Promise<RoleDefinition[]>;
  /** They were changed: the next question reads them anew. */
  refresh(): void;
}

/** Read once, then from memory. */
export function createRoleBook(stored: { list(): Promise<RoleDefinition[]> }): RoleBook {
  let known: Promise<RoleDefinition[]> | null = null;

  function list(): Promise<RoleDefinition[]> {
    if (known) return known;
    const reading = stored.list().then(completeRoles);
    known = reading;
    // What could not be read is asked for again, and allows nothing until then.
    reading.catch(() => {
      if (known === reading) known = null;
    });
    return reading;
  }

  return {
    list,
    async permissionsOf(roles) {
      const held = (await list()).filter(({ id }) => roles.includes(id));
      return new Set(held.flatMap(({ permissions }) => permissions));
    },
    refresh() {
      known = null;
    },
  };
}
