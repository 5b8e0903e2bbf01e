import type { Role } from '../api/types.ts';

export const ROLES: Record<Role, { label: string; description: string }> = {
  administrator: { label: 'Administrator', description: 'May do everything, and is told of refusals' },
  guard: { label: 'Guard', description: 'Watches: log, photographs, people and deliveries' },
  member: { label: 'Member', description: 'May pass, and manages nothing' },
};

export const roleNames = (roles: readonly Role[]): string =>
  roles.map((role) => ROLES[role].label).join(', ');
