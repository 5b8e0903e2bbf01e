import { Button } from '@mantine/core';
import { IconDoor } from '@tabler/icons-react';
import { lazy } from 'react';
import { Navigate } from 'react-router';
import { useSession } from '../api/session.ts';
import { EmptyState } from '../shared/empty-state.tsx';
import { PLACES } from './navigation.ts';
import { pressSignOut } from './press-sign-out.ts';

const Overview = lazy(async () => ({
  default: (await import('../overview/overview-page.tsx')).OverviewPage,
}));

/** The overview, or the first page one may see, or a friendly nothing. */
export function Home() {
  const permissions = useSession()?.permissions ?? [];
  if (permissions.includes('log.read')) return <Overview />;
  const first = PLACES.find((place) => permissions.includes(place.permission));
  if (first) return <Navigate to={first.to} replace />;
  return (
    <EmptyState
      icon={IconDoor}
      title="You are signed in. Nothing to manage here."
      heading
      action={
        <Button mt="sm" onClick={pressSignOut}>
          Sign out
        </Button>
      }
    >
      Your role lets you pass at the doors. Managing people and reading the log is for guards and
      administrators.
    </EmptyState>
  );
}
