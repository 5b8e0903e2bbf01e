import type { Selectable } from 'kysely';
import { z } from 'zod';
import {
  ACCESS_POINT_KINDS,
  type AccessPoint,
  type AccessPointRepository,
  SCREEN_RULES,
} from '../../access/index.ts';
import { type AccessPointId, type FlowId, SallyportError } from '../../kernel/index.ts';
import { readColumn } from '../column.ts';
import { cell } from '../damaged-row.ts';
import type { Schema } from '../schema.ts';
import type { SqlContext } from './context.ts';

const KIND_SCHEMA = z.enum(ACCESS_POINT_KINDS);
const SCREENS_SCHEMA = z.enum(SCREEN_RULES);

export function createAccessPoints({ db, dialect }: SqlContext): AccessPointRepository {
  const rows = db.selectFrom('access_points').selectAll();
  return {
    async add(point) {
      await db.insertInto('access_points').values(toRow(point)).execute();
    },
    async update(point) {
      const update = db.updateTable('access_points').set(toRow(point)).where('id', '=', point.id);
      if ((await update.executeTakeFirst()).numUpdatedRows === 0n) throw new SallyportError('not_found');
    },
    async find(id) {
      const row = await rows.where('id', '=', id).executeTakeFirst();
      return row ? fromRow(row) : null;
    },
    list: async () => (await rows.orderBy(dialect.writtenOrder).execute()).map(fromRow),
  };
}

const toRow = ({ id, name, place, kind, flowId, screens }: AccessPoint) => ({
  id,
  name,
  place,
  kind,
  flow_id: flowId,
  screens,
});

const fromRow = (row: Selectable<Schema['access_points']>): AccessPoint => ({
  id: row.id as AccessPointId,
  name: row.name,
  place: row.place,
  kind: readColumn(cell('access_points', 'kind', row.id), KIND_SCHEMA, row.kind),
  flowId: row.flow_id as FlowId,
  screens: readColumn(cell('access_points', 'screens', row.id), SCREENS_SCHEMA, row.screens),
});
