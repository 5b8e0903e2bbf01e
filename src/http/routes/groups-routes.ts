import type { GroupId } from '../../kernel/index.ts';
import type { Group } from '../../people/index.ts';
import { actorOf } from '../caller.ts';
import type { Handlers } from '../handlers.ts';
import type { HttpServices } from '../services.ts';

type GroupsRoutes = Pick<Handlers, 'listGroups' | 'addGroup' | 'renameGroup' | 'removeGroup'>;

export function groupsRoutes({ store, groups }: HttpServices): GroupsRoutes {
  async function viewAll(all: Group[]) {
    const people = await store.people.list();
    const count = (id: GroupId) => people.filter((person) => person.groups.includes(id)).length;
    return all.map((group) => ({ ...group, people: count(group.id) }));
  }
  const view = async (group: Group) => (await viewAll([group]))[0]!;

  return {
    listGroups: async () => ({ groups: await viewAll(await store.groups.list()) }),
    addGroup: async ({ body, caller }) => view(await groups.add(body.name, actorOf(caller))),
    renameGroup: async ({ params, body, caller }) =>
      view(await groups.rename(params.id as GroupId, body.name, actorOf(caller))),
    async removeGroup({ params, caller }) {
      await groups.remove(params.id as GroupId, actorOf(caller));
    },
  };
}
