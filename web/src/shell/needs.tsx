import { IconLock } from '@tabler/icons-react';
import { Outlet } from 'react-router';
import { type Permission, useMay } from '../api/session.ts';
import { EmptyState } from '../shared/empty-state.tsx';

/** Pages whose permission one lacks say so, instead of failing piece by piece. */
export function Needs({ permission }: { permission: Permission }) {
  if (useMay(permission)) return <Outlet />;
  return (
    <EmptyState icon={IconLock} title="Your role does not show this page" heading>
      Ask an administrator if you need it.
    </EmptyState>
  );
}
