import { Button, Skeleton, Stack, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { useMay } from '../api/session.ts';
import type { Role } from '../api/types.ts';
import { PeopleTabs } from '../people/people-tabs.tsx';
import { PageHeading } from '../shared/page-heading.tsx';
import { PageTop } from '../shared/page-top.tsx';
import { ProblemNote } from '../shared/problem-note.tsx';
import { RoleCard } from './role-card.tsx';
import { RoleDialog } from './role-dialog.tsx';

export function RolesPage() {
  const mayWrite = useMay('roles.write');
  const query = api.useQuery('get', '/api/roles');
  const [edited, setEdited] = useState<Role | 'new' | null>(null);
  return (
    <>
      <PageTop
        side={
          mayWrite ? (
            <Button leftSection={<IconPlus size={18} />} onClick={() => setEdited('new')}>
              Make a role
            </Button>
          ) : null
        }
      >
        <PageHeading>Roles</PageHeading>
        <Text c="dimmed">What somebody may do here. A person may have several.</Text>
      </PageTop>
      <PeopleTabs value="roles" />
      <ProblemNote problem={query.error} onRetry={() => void query.refetch()} />
      {query.isPending ? <Skeleton h={320} /> : null}
      <Stack gap="md" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {(query.data?.roles ?? []).map((role) => (
          <RoleCard key={role.id} role={role} mayWrite={mayWrite} onEdit={() => setEdited(role)} />
        ))}
      </Stack>
      {edited ? <RoleDialog role={edited === 'new' ? null : edited} onClose={() => setEdited(null)} /> : null}
    </>
  );
}
