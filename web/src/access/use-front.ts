import { api } from '../api/client.ts';

/** What an access point shows before anybody is known. */
export function useFront(id: string, { refetchInterval = false }: { refetchInterval?: number | false } = {}) {
  return api.useQuery(
    'get',
    '/api/access-points/{id}/front',
    { params: { path: { id } } },
    { staleTime: 60_000, refetchInterval },
  );
}
