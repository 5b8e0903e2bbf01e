import { z } from 'zod';
import { idParams, line, named } from './common.ts';
import { route } from './route.ts';

const GroupView = named(
  'Group',
  z.object({ id: z.string(), name: z.string(), people: z.number().int().describe('How many are in it') }),
);

const GroupBody = z.strictObject({ name: line(60) });
const one = { tag: 'Groups', permission: 'people.write' as const, fresh: true as const };

export const groupsContract = {
  listGroups: route({
    method: 'GET',
    url: '/api/groups',
    permission: 'people.read',
    tag: 'Groups',
    summary: 'Every group, by name',
    status: 200,
    answer: z.object({ groups: z.array(GroupView) }),
  }),
  addGroup: route({
    ...one,
    method: 'POST',
    url: '/api/groups',
    summary: 'Makes a group',
    body: GroupBody,
    status: 201,
    answer: GroupView,
  }),
  renameGroup: route({
    ...one,
    method: 'PUT',
    url: '/api/groups/:id',
    summary: 'Renames a group',
    params: idParams,
    body: GroupBody,
    status: 200,
    answer: GroupView,
  }),
  removeGroup: route({
    ...one,
    method: 'DELETE',
    url: '/api/groups/:id',
    summary: 'Takes everybody out of a group and removes it',
    params: idParams,
    status: 204,
    answer: 'none',
  }),
};
