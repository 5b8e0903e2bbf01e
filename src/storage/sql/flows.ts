import { FLOW_SCHEMA, type Flow, type FlowRepository } from '../../access/index.ts';
import { type FlowId, SallyportError } from '../../kernel/index.ts';
import { createSharedJsonReader } from '../column.ts';
import { cell } from '../damaged-row.ts';
import type { SqlContext } from './context.ts';

const readFlow = createSharedJsonReader(FLOW_SCHEMA);

export function createFlows({ db, dialect }: SqlContext): FlowRepository {
  const rows = db.selectFrom('flows').selectAll();
  const write = ({ id: _, ...flow }: Flow) => JSON.stringify(FLOW_SCHEMA.parse(flow));
  const read = (row: { id: string; flow: string }): Flow => ({
    ...readFlow(cell('flows', 'flow', row.id), row.flow),
    id: row.id as FlowId,
  });
  return {
    async add(flow) {
      await db
        .insertInto('flows')
        .values({ id: flow.id, flow: write(flow) })
        .execute();
    },
    async update(flow) {
      const update = db
        .updateTable('flows')
        .set({ flow: write(flow) })
        .where('id', '=', flow.id);
      if ((await update.executeTakeFirst()).numUpdatedRows === 0n) throw new SallyportError('not_found');
    },
    async remove(id) {
      await db.deleteFrom('flows').where('id', '=', id).execute();
    },
    async find(id) {
      const row = await rows.where('id', '=', id).executeTakeFirst();
      return row ? read(row) : null;
    },
    list: async () => (await rows.orderBy(dialect.writtenOrder).execute()).map(read),
  };
}
