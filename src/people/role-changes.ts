import type { RecordEvents } from '../evidence/index.ts';
import { type EventFacts, newId, type RoleId, SallyportError } from '../kernel/index.ts';
import type { Actor } from './actor.ts';
import { type Giver, holdsAll } from './giving.ts';
import type { PersonRepository, RoleRepository } from './repositories.ts';
import { completeRoles, isBuiltIn, type Permission, type Role, type RoleDefinition } from './roles.ts';

interface RoleTransaction {
  roles: RoleRepository;
  people: Pick<PersonRepository, 'list'>;
  record: RecordEvents;
}

export interface RoleDraft {
  name: string;
  permissions: Permission[];
}

/** Throws `no_permission` where a role allows, or would allow, what the giver may not do. */
export interface RoleChanges {
  /** Throws `name_taken`. */
  add(draft: RoleDraft, giver: Giver, actor: Actor): Promise<RoleDefinition>;
  /** Throws `name_taken`, `not_found`; `role_built_in` for the owner’s, and for another name of a built-in one. */
  change(id: Role, draft: RoleDraft, giver: Giver, actor: Actor): Promise<RoleDefinition>;
  /** Throws `not_found`, `role_built_in`, `role_in_use`. */
  remove(id: Role, giver: Giver, actor: Actor): Promise<void>;
}

const sameName = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

export function createRoleChanges(ledger: {
  transaction<T>(work: (tx: RoleTransaction) => Promise<T>): Promise<T>;
}): RoleChanges {
  const by = ({ id, ipAddress }: Actor) => ({ actorId: id, ipAddress });

  async function find(tx: RoleTransaction, id: Role): Promise<RoleDefinition> {
    const role = completeRoles(await tx.roles.list()).find((one) => one.id === id);
    if (!role) throw new SallyportError('not_found');
    return role;
  }

  async function demandFreeName(tx: RoleTransaction, name: string, id: Role | null): Promise<void> {
    const roles = completeRoles(await tx.roles.list());
    if (roles.some((one) => one.id !== id && sameName(one.name, name)))
      throw new SallyportError('name_taken');
  }

  return {
    async add({ name, permissions }, giver, actor) {
      demandHeld(giver, permissions);
      const role: RoleDefinition = { id: newId<RoleId>(), name, permissions: [...new Set(permissions)] };
      await ledger.transaction(async (tx) => {
        await demandFreeName(tx, name, null);
        await tx.roles.put(role);
        const facts = { role: role.id, name, permissions: role.permissions };
        await tx.record([{ type: 'role.added', facts, ...by(actor) }]);
      });
      return role;
    },

    async change(id, { name, permissions }, giver, actor) {
      return ledger.transaction(async (tx) => {
        const before = await find(tx, id);
        demandHeld(giver, [...before.permissions, ...permissions]);
        if (id === 'owner' || (isBuiltIn(id) && name !== before.name))
          throw new SallyportError('role_built_in');
        await demandFreeName(tx, name, id);
        const after: RoleDefinition = { id, name, permissions: [...new Set(permissions)] };
        const facts = changed(before, after);
        if (!facts) return before;
        await tx.roles.put(after);
        await tx.record([{ type: 'role.changed', facts, ...by(actor) }]);
        return after;
      });
    },

    async remove(id, giver, actor) {
      await ledger.transaction(async (tx) => {
        const role = await find(tx, id);
        if (isBuiltIn(id)) throw new SallyportError('role_built_in');
        demandHeld(giver, role.permissions);
        const holders = (await tx.people.list()).filter(({ roles }) => roles.includes(id)).length;
        if (holders > 0) throw new SallyportError('role_in_use', { details: { people: holders } });
        await tx.roles.remove(id);
        await tx.record([{ type: 'role.removed', facts: { role: id, name: role.name }, ...by(actor) }]);
      });
    },
  };
}

function demandHeld(giver: Giver, permissions: readonly Permission[]): void {
  if (!holdsAll(giver, permissions)) throw new SallyportError('no_permission');
}

/** Null when nothing is. */
function changed(before: RoleDefinition, after: RoleDefinition): EventFacts['role.changed'] | null {
  const of = ({ name, permissions }: RoleDefinition) => ({ name, permissions: [...permissions].sort() });
  const facts = { role: after.id, before: of(before), after: of(after) };
  return JSON.stringify(facts.before) === JSON.stringify(facts.after) ? null : facts;
}
