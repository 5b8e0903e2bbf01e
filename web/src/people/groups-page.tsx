import { Button, Group as Row, Skeleton, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconUsersGroup } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useMay } from '../api/session.ts';
import { EmptyState } from '../shared/empty-state.tsx';
import { PageHeading } from '../shared/page-heading.tsx';
import { PageTop } from '../shared/page-top.tsx';
import { ProblemNote } from '../shared/problem-note.tsx';
import { GroupRow } from './group-row.tsx';
import classes from './people-page.module.css';
import { PeopleTabs } from './people-tabs.tsx';

export function GroupsPage() {
  const mayWrite = useMay('people.write');
  const query = api.useQuery('get', '/api/groups');
  const groups = query.data?.groups ?? [];
  return (
    <>
      <PageTop>
        <PageHeading>Groups</PageHeading>
        <Text c="dimmed">What an access point asks for, and when, may depend on them.</Text>
      </PageTop>
      <PeopleTabs value="groups" />
      {mayWrite ? <AddGroup /> : null}
      <ProblemNote problem={query.error} onRetry={() => void query.refetch()} />
      {query.isPending ? <Skeleton h={160} /> : null}
      {query.isSuccess && groups.length === 0 ? (
        <div className="sp-card">
          <EmptyState icon={IconUsersGroup} title="No groups yet">
            {mayWrite
              ? 'Make one, such as Family or Night shift. Then put people into it on their own pages.'
              : 'Whoever manages people can make some.'}
          </EmptyState>
        </div>
      ) : null}
      {groups.length > 0 ? (
        <div className="sp-card" style={{ overflow: 'hidden' }}>
          <ul className={classes.list}>
            {groups.map((group) => (
              <GroupRow key={group.id} group={group} mayWrite={mayWrite} />
            ))}
          </ul>
        </div>
      ) : null}
    </>
  );
}

function AddGroup() {
  const queries = useQueryClient();
  const add = api.useMutation('post', '/api/groups');
  const [name, setName] = useState('');
  const submit = () =>
    add.mutate(
      { body: { name: name.trim() } },
      {
        onSuccess: () => {
          setName('');
          void queries.invalidateQueries({ queryKey: ['get', '/api/groups'] });
          notifications.show({ color: 'green', message: 'The group is made.' });
        },
      },
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim()) submit();
      }}
    >
      <Row align="flex-start" gap="sm" mb="md">
        <TextInput
          aria-label="Name of a new group"
          placeholder="Such as Family"
          maxLength={60}
          value={name}
          onChange={(event) => {
            setName(event.currentTarget.value);
            if (add.error) add.reset();
          }}
          error={add.error ? problemOf(add.error).message : null}
          style={{ flex: '1 1 220px', maxWidth: 380 }}
        />
        <Button type="submit" disabled={!name.trim()} loading={add.isPending}>
          Make a group
        </Button>
      </Row>
    </form>
  );
}
