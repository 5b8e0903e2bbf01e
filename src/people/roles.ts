/** One permission per thing that a route lets somebody do. */
export const PERMISSIONS = [
  'people.read',
  'people.write',
  'people.erase',
  'log.read',
  'snapshots.read',
  'deliveries.read',
  'deliveries.retry',
  'access_points.read',
  'access_points.write',
  'settings.read',
  'settings.write',
  'alerts.receive',
  'sealing.write',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

const ROLES = {
  administrator: [...PERMISSIONS],
  guard: ['log.read', 'snapshots.read', 'deliveries.read', 'access_points.read', 'people.read'],
  member: [],
} as const satisfies Record<string, readonly Permission[]>;

export type Role = keyof typeof ROLES;
export const ROLE_NAMES = Object.keys(ROLES) as [Role, ...Role[]];

/** The one place where a role is turned into what it allows. */
export function permissionsOf(roles: readonly Role[]): Set<Permission> {
  return new Set(roles.flatMap((role) => ROLES[role] as readonly Permission[]));
}
