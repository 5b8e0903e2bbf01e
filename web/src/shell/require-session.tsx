import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { Navigate, useLocation } from 'react-router';
import { sessionQuery } from '../api/session.ts';
import { LoadingPage } from '../shared/loading-page.tsx';
import { StandaloneProblem } from '../shared/standalone-problem.tsx';
import { Shell } from './shell.tsx';

/** Nobody sees the panel without a session; whoever lost theirs comes back to where they were. */
export function RequireSession() {
  const session = useQuery(sessionQuery);
  const location = useLocation();
  const wasIn = useRef(false);
  if (session.data) {
    wasIn.current = true;
    return <Shell session={session.data} />;
  }
  if (session.error)
    return <StandaloneProblem problem={session.error} onRetry={() => void session.refetch()} />;
  if (session.isPending) return <LoadingPage />;
  const back = `${location.pathname}${location.search}`;
  const search = new URLSearchParams({
    ...(back === '/' ? {} : { back }),
    ...(wasIn.current ? { expired: '1' } : {}),
  });
  return <Navigate to={{ pathname: '/sign-in', search: search.toString() }} replace />;
}
