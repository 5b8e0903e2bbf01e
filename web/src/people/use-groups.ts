import { api } from '../api/client.ts';
import type { Group } from '../api/types.ts';

/** Every group, by name; empty while it is not known. */
export function useGroups(): Group[] {
  return api.useQuery('get', '/api/groups', {}, { staleTime: 60_000 }).data?.groups ?? [];
}
