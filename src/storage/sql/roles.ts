import type { Selectable } from 'kysely';
import { z } from 'zod';
import {
  PERMISSIONS,
  type Permission,
  type Role,
  type RoleDefinition,
  type RoleRepository,
} from '../../people/index.ts';
import { readJson } from '../column.ts';
import { cell } from '../damaged-row.ts';
import type { Schema } from '../schema.ts';
import type { SqlContext } from './context.ts';

const PERMISSIONS_SCHEMA = z.array(z.string());
const KNOWN: ReadonlySet<string> = new Set(PERMISSIONS);

export function createRoles({ db, dialect }: SqlContext): RoleRepository {
  return {
    async put({ id, name, permissions }) {
      await dialect.upsert(db, 'roles', 'id', { id, name, permissions: JSON.stringify(permissions) });
    },
    async remove(id) {
      await db.deleteFrom('roles').where('id', '=', id).execute();
    },
    list: async () => (await db.selectFrom('roles').selectAll().orderBy('name').execute()).map(fromRow),
  };
}

/** A permission that this version does not know allows nothing. */
const fromRow = (row: Selectable<Schema['roles']>): RoleDefinition => ({
  id: row.id as Role,
  name: row.name,
  permissions: readJson(cell('roles', 'permissions', row.id), PERMISSIONS_SCHEMA, row.permissions).filter(
    (one): one is Permission => KNOWN.has(one),
  ),
});
