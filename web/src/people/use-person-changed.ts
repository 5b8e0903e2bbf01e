import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api } from '../api/client.ts';
import type { Person } from '../api/types.ts';

/** Puts the server's answer where the pages read it, and marks the lists as out of date. */
export function usePersonChanged(): (person: Person) => void {
  const queries = useQueryClient();
  return useCallback(
    (person) => {
      const { queryKey } = api.queryOptions('get', '/api/people/{id}', {
        params: { path: { id: person.id } },
      });
      queries.setQueryData(queryKey, person);
      void queries.invalidateQueries({ queryKey: ['get', '/api/people'] });
      void queries.invalidateQueries({ queryKey: ['get', '/api/overview'] });
    },
    [queries],
  );
}
