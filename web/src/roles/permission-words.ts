import type { Permission } from '../api/session.ts';
import type { Role } from '../api/types.ts';

/** What each permission lets somebody do; in this order where they are chosen. */
export const PERMISSION_WORDS: Record<Permission, string> = {
  'people.read': 'See people',
  'people.write': 'Add and change people, their factors and groups',
  'people.erase': 'Erase people',
  'roles.write': 'Make and change roles',
  'log.read': 'Read the log',
  'snapshots.read': 'See photographs of attempts',
  'deliveries.read': 'See deliveries',
  'deliveries.retry': 'Send deliveries again',
  'access_points.read': 'See access points',
  'access_points.write': 'Add and change access points',
  'flows.write': 'Change what is asked for at access points',
  'settings.read': 'See the settings',
  'settings.write': 'Change the settings',
  'sealing.write': 'Replace the keys that seal the data',
  'alerts.receive': 'Is told of refusals',
  'duress.receive': 'Is told of silent alarms',
};

export const ALL_PERMISSIONS = Object.keys(PERMISSION_WORDS) as Permission[];

const BUILT_IN: Record<string, string> = {
  owner: 'May do everything, and is told of silent alarms',
  member: 'May pass, and manages nothing',
};

/** What a role allows, in one line. */
export function allowanceWords({ id, permissions }: Pick<Role, 'id' | 'permissions'>): string {
  if (permissions.length === 0) return 'May pass, and manages nothing';
  if (permissions.length === ALL_PERMISSIONS.length) return BUILT_IN[id] ?? 'May do everything';
  const words = permissions.map((one) => PERMISSION_WORDS[one]);
  if (words.length <= 3) return words.join(' · ');
  return `${words.slice(0, 2).join(' · ')} · and ${words.length - 2} more`;
}
