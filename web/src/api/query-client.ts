import { QueryClient } from '@tanstack/react-query';
import { problemOf } from './problem.ts';

/** Worth asking again: the network or a server that has too much to do. Anything else will not change by itself. */
const PASSING = new Set(['unreachable', 'busy']);

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      networkMode: 'always',
      retry: (failures, error) => failures < 2 && PASSING.has(problemOf(error).code),
    },
    mutations: { networkMode: 'always' },
  },
});

export const SESSION_KEY = ['session'] as const;

/** The server says that nobody is signed in here any more; the pages follow. */
export function forgetSession(): void {
  if (queryClient.getQueryData(SESSION_KEY)) queryClient.setQueryData(SESSION_KEY, null);
}
