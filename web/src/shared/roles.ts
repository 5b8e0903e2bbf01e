import { api } from '../api/client.ts';
import type { Role } from '../api/types.ts';

/** Every role of this site, the built-in ones first; empty while it is not known. */
export function useRoles(): Role[] {
  return api.useQuery('get', '/api/roles', {}, { staleTime: 60_000 }).data?.roles ?? [];
}

/** “Administrator, Guard” */
export function useRoleNames(): (ids: readonly string[]) => string {
  const roles = useRoles();
  return (ids) =>
    roles
      .filter(({ id }) => ids.includes(id))
      .map(({ name }) => name)
      .join(', ');
}
