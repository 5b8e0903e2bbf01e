import { useQueryClient } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import type { components } from '../api/schema.d.ts';

export type FaceSample = components['schemas']['FaceSample'];

/** Everything about one person's samples is read through here. */
export function useFaceSamples(personId: string) {
  return api.useQuery('get', '/api/people/{id}/face-samples', { params: { path: { id: personId } } });
}

/** After samples came or went: the list, the person and the overview are out of date. */
export function useSamplesChanged(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    await Promise.all([
      queries.invalidateQueries({ queryKey: ['get', '/api/people/{id}/face-samples'] }),
      queries.invalidateQueries({ queryKey: ['get', '/api/people/{id}'] }),
      queries.invalidateQueries({ queryKey: ['get', '/api/people'] }),
      queries.invalidateQueries({ queryKey: ['get', '/api/overview'] }),
    ]);
  };
}

export const samplePhotoUrl = (personId: string, sampleId: string): string =>
  `/api/people/${encodeURIComponent(personId)}/face-samples/${encodeURIComponent(sampleId)}/photo`;
