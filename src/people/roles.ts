import type { RoleId } from '../kernel/index.ts';

/** One permission per thing that a route lets somebody do. */
export const PERMISSIONS = [
  'people.read',
  'people.write',
  'people.erase',
  'roles.write',
  'log.read',
  'snapshots.read',
  'deliveries.read',
  'deliveries.retry',
  'access_points.read',
  'access_points.write',
  'flows.write',
  'settings.read',
  'settings.write',
  'sealing.write',
  'alerts.receive',
  'duress.receive',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

const BUILT_IN_ROLES = ['owner', 'administrator', 'guard', 'member'] as const;
export type BuiltInRole = (typeof BUILT_IN_ROLES)[number];

/** What a person holds: a built-in role by its name, one of the site's own by its id. */
export type Role = BuiltInRole | RoleId;

export interface RoleDefinition {
  id: Role;
  name: string;
  permissions: Permission[];
}

/** Silent alarms have recipients of their own, and who may do what is the owner's to say. */
const OWNERS_ALONE: readonly Permission[] = ['roles.write', 'duress.receive'];

/** As long as the site has not said otherwise. */
const DEFAULTS: Record<BuiltInRole, RoleDefinition> = {
  owner: { id: 'owner', name: 'Owner', permissions: [...PERMISSIONS] },
  administrator: {
    id: 'administrator',
    name: 'Administrator',
    permissions: PERMISSIONS.filter((permission) => !OWNERS_ALONE.includes(permission)),
  },
  guard: {
    id: 'guard',
    name: 'Guard',
    permissions: ['log.read', 'snapshots.read', 'deliveries.read', 'access_points.read', 'people.read'],
  },
  member: { id: 'member', name: 'Member', permissions: [] },
};

export const isBuiltIn = (role: string): role is BuiltInRole =>
  (BUILT_IN_ROLES as readonly string[]).includes(role);

/** Every role of a site: the built-in ones first, as the site changed them; the owner’s always whole. */
export function completeRoles(stored: readonly RoleDefinition[]): RoleDefinition[] {
  const changed = new Map(stored.map((role) => [role.id, role]));
  const builtIn = BUILT_IN_ROLES.map((id) => ({
    ...DEFAULTS[id],
    ...(id === 'owner' ? {} : { permissions: changed.get(id)?.permissions ?? DEFAULTS[id].permissions }),
  }));
  return [...builtIn, ...stored.filter(({ id }) => !isBuiltIn(id))];
}
