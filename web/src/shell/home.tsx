import { lazy } from 'react';
import { Navigate } from 'react-router';
import { useSession } from '../api/session.ts';
import { PLACES } from './navigation.ts';

const Overview = lazy(async () => ({
  default: (await import('../overview/overview-page.tsx')).OverviewPage,
}));

/** The overview, or the first page one may see; who manages nothing has their own. */
export function Home() {
  const permissions = useSession()?.permissions ?? [];
  if (permissions.includes('log.read')) return <Overview />;
  const first = PLACES.find((place) => permissions.includes(place.permission));
  return <Navigate to={first?.to ?? '/me'} replace />;
}
