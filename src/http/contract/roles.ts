import { z } from 'zod';
import { PERMISSIONS } from '../../people/index.ts';
import { idParams, line, named } from './common.ts';
import { route } from './route.ts';

const RoleView = named(
  'Role',
  z.object({
    id: z.string().describe('What a person’s `roles` name it by'),
    name: z.string(),
    permissions: z.array(z.enum(PERMISSIONS)),
    builtIn: z.boolean().describe('Cannot be removed or renamed'),
    fixed: z.boolean().describe('Its permissions cannot be changed either'),
    people: z.number().int().describe('How many have it'),
  }),
);

const RoleDraft = z.strictObject({
  name: line(60),
  permissions: z.array(z.enum(PERMISSIONS)).max(PERMISSIONS.length),
});

const one = { tag: 'Roles', permission: 'roles.write' as const, fresh: true as const };

export const rolesContract = {
  listRoles: route({
    method: 'GET',
    url: '/api/roles',
    permission: 'people.read',
    tag: 'Roles',
    summary: 'Every role and what it allows, the built-in ones first',
    status: 200,
    answer: z.object({ roles: z.array(RoleView) }),
  }),
  addRole: route({
    ...one,
    method: 'POST',
    url: '/api/roles',
    summary: 'Makes a role; nobody puts in a permission they do not hold',
    body: RoleDraft,
    status: 201,
    answer: RoleView,
  }),
  changeRole: route({
    ...one,
    method: 'PUT',
    url: '/api/roles/:id',
    summary: 'Changes what a role allows; holds for everybody who has it from their next request on',
    params: idParams,
    body: RoleDraft,
    status: 200,
    answer: RoleView,
  }),
  removeRole: route({
    ...one,
    method: 'DELETE',
    url: '/api/roles/:id',
    summary: 'Removes a role that nobody has',
    params: idParams,
    status: 204,
    answer: 'none',
  }),
};
