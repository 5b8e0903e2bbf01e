import type { GroupId } from '../../kernel/index.ts';
import type { GroupRepository } from '../../people/index.ts';
import type { SqlContext } from './context.ts';

export function createGroups({ db, dialect }: SqlContext): GroupRepository {
  return {
    async put({ id, name }) {
      await dialect.upsert(db, 'groups', 'id', { id, name });
    },
    async remove(id) {
      await db.deleteFrom('groups').where('id', '=', id).execute();
    },
    async list() {
      const rows = await db.selectFrom('groups').selectAll().orderBy('name').execute();
      return rows.map(({ id, name }) => ({ id: id as GroupId, name }));
    },
  };
}
