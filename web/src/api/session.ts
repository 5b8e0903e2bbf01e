import { queryOptions, useQuery } from '@tanstack/react-query';
import { client } from './client.ts';
import { problemOf } from './problem.ts';
import { SESSION_KEY } from './query-client.ts';
import type { components } from './schema.d.ts';
import type { Session } from './types.ts';

export type Permission = components['schemas']['Session']['permissions'][number];

/** Who is signed in here; null when nobody is. */
export const sessionQuery = queryOptions({
  queryKey: SESSION_KEY,
  staleTime: 60_000,
  queryFn: async (): Promise<Session | null> => {
    const { data, error, response } = await client.GET('/api/session');
    if (data) return data;
    if (response.status === 401) return null;
    throw error;
  },
});

export function useSession(): Session | null {
  return useQuery(sessionQuery).data ?? null;
}

export function useMay(permission: Permission): boolean {
  return useSession()?.permissions.includes(permission) ?? false;
}

/** Ends the session and loads the sign-in page anew, so that nothing read before stays in memory. */
export async function signOut(): Promise<void> {
  const { error } = await client.DELETE('/api/session');
  if (error && problemOf(error).code !== 'not_signed_in') throw error;
  window.location.assign('/sign-in');
}
