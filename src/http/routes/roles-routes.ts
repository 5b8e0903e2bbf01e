import { isBuiltIn, type Role, type RoleDefinition } from '../../people/index.ts';
import { actorOf, giverOf } from '../caller.ts';
import type { Handlers } from '../handlers.ts';
import type { HttpServices } from '../services.ts';

type RolesRoutes = Pick<Handlers, 'listRoles' | 'addRole' | 'changeRole' | 'removeRole'>;

export function rolesRoutes({ store, roles, roleChanges }: HttpServices): RolesRoutes {
  async function viewAll(all: RoleDefinition[]) {
    const people = await store.people.list();
    return all.map((role) => ({
      ...role,
      builtIn: isBuiltIn(role.id),
      fixed: role.id === 'owner',
      people: people.filter((person) => person.roles.includes(role.id)).length,
    }));
  }
  const view = async (role: RoleDefinition) => (await viewAll([role]))[0]!;

  return {
    listRoles: async () => ({ roles: await viewAll(await roles.list()) }),
    addRole: async ({ body, caller }) => view(await roleChanges.add(body, giverOf(caller), actorOf(caller))),
    changeRole: async ({ params, body, caller }) =>
      view(await roleChanges.change(params.id as Role, body, giverOf(caller), actorOf(caller))),
    async removeRole({ params, caller }) {
      await roleChanges.remove(params.id as Role, giverOf(caller), actorOf(caller));
    },
  };
}
