import type { RecordEvents } from '../evidence/index.ts';
import { type GroupId, newId, SallyportError } from '../kernel/index.ts';
import type { Actor } from './actor.ts';
import type { Group, GroupRepository, PersonRepository } from './repositories.ts';

interface GroupTransaction {
  groups: GroupRepository;
  people: Pick<PersonRepository, 'list' | 'update'>;
  record: RecordEvents;
}

export interface Groups {
  /** Throws `name_taken`. */
  add(name: string, actor: Actor): Promise<Group>;
  /** Throws `name_taken`, `not_found`. */
  rename(id: GroupId, name: string, actor: Actor): Promise<Group>;
  /** Takes everybody out of it. Throws `not_found`, and `group_in_use` while a flow names it. */
  remove(id: GroupId, actor: Actor): Promise<void>;
}

export function createGroups<Tx>(
  ledger: { transaction<T>(work: (tx: Tx & GroupTransaction) => Promise<T>): Promise<T> },
  /** Names of the flows whose conditions name the group. */
  usedBy: (tx: Tx, id: GroupId) => Promise<string[]>,
): Groups {
  const by = ({ id, ipAddress }: Actor) => ({ actorId: id, ipAddress });

  async function find(tx: GroupTransaction, id: GroupId): Promise<Group> {
    const group = (await tx.groups.list()).find((one) => one.id === id);
    if (!group) throw new SallyportError('not_found');
    return group;
  }

  async function demandFreeName(tx: GroupTransaction, name: string, id: GroupId | null): Promise<void> {
    const same = (one: Group) => one.id !== id && one.name.toLowerCase() === name.toLowerCase();
    if ((await tx.groups.list()).some(same)) throw new SallyportError('name_taken');
  }

  return {
    async add(name, actor) {
      const group: Group = { id: newId<GroupId>(), name };
      await ledger.transaction(async (tx) => {
        await demandFreeName(tx, name, null);
        await tx.groups.put(group);
        await tx.record([{ type: 'group.added', facts: { group: group.id, name }, ...by(actor) }]);
      });
      return group;
    },

    async rename(id, name, actor) {
      return ledger.transaction(async (tx) => {
        const before = await find(tx, id);
        if (before.name === name) return before;
        await demandFreeName(tx, name, id);
        await tx.groups.put({ id, name });
        const facts = { group: id, before: before.name, after: name };
        await tx.record([{ type: 'group.changed', facts, ...by(actor) }]);
        return { id, name };
      });
    },

    async remove(id, actor) {
      await ledger.transaction(async (tx) => {
        const { name } = await find(tx, id);
        const [flow] = await usedBy(tx, id);
        if (flow !== undefined) {
          const sentence = `The flow “${flow}” names this group. Take it out of there first.`;
          throw new SallyportError('group_in_use', { sentence });
        }
        const members = (await tx.people.list()).filter(({ groups }) => groups.includes(id));
        for (const person of members)
          await tx.people.update({ ...person, groups: person.groups.filter((one) => one !== id) });
        await tx.groups.remove(id);
        const facts = { group: id, name, people: members.length };
        await tx.record([{ type: 'group.removed', facts, ...by(actor) }]);
      });
    },
  };
}
