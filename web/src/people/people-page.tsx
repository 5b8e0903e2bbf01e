import { Button, Group, SegmentedControl, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus, IconSearch, IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { api } from '../api/client.ts';
import { useMay } from '../api/session.ts';
import type { Person } from '../api/types.ts';
import { EmptyState } from '../shared/empty-state.tsx';
import { PageHeading } from '../shared/page-heading.tsx';
import { PageTop } from '../shared/page-top.tsx';
import { ProblemNote } from '../shared/problem-note.tsx';
import { AddPerson } from './add-person.tsx';
import { ENOUGH_SAMPLES } from './enough-samples.ts';
import { ImportPeople } from './import-people.tsx';
import classes from './people-page.module.css';
import { PeopleTabs } from './people-tabs.tsx';
import { PersonRow } from './person-row.tsx';
import { TableMenu } from './table-menu.tsx';

type Show = 'all' | 'active' | 'suspended' | 'no-face';
const SHOW: { value: Show; label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'active', label: 'Active' },
  { value: 'suspended', label: 'Refused' },
  { value: 'no-face', label: 'Without a face' },
];

function pick(people: Person[], search: string, show: Show): Person[] {
  const wanted = search.trim().toLocaleLowerCase();
  return people.filter((person) => {
    if (show === 'no-face' && person.faceSamples >= ENOUGH_SAMPLES) return false;
    if (show === 'active' && person.standing !== 'ok') return false;
    if (show === 'suspended' && person.standing === 'ok') return false;
    const text = `${person.displayName} ${person.userName} ${person.email ?? ''}`.toLocaleLowerCase();
    return text.includes(wanted);
  });
}

export function PeoplePage() {
  const mayWrite = useMay('people.write');
  const query = api.useQuery('get', '/api/people');
  const [search, setSearch] = useState('');
  const [address, setAddress] = useSearchParams();
  const show = SHOW.find(({ value }) => value === address.get('show'))?.value ?? 'all';
  const [adding, { open, close }] = useDisclosure(false);
  const [importing, setImporting] = useState(false);
  const all = query.data?.people ?? [];
  const people = pick(all, search, show);
  const add = mayWrite ? (
    <Button leftSection={<IconPlus size={18} />} onClick={open}>
      Add a person
    </Button>
  ) : null;
  const top = mayWrite ? (
    <Group gap="sm">
      <TableMenu onImport={() => setImporting(true)} />
      {add}
    </Group>
  ) : null;
  return (
    <>
      <PageTop side={top}>
        <PageHeading>People</PageHeading>
        <Text c="dimmed">Who may pass, and what they are known by.</Text>
      </PageTop>
      <PeopleTabs value="people" />
      <div className={classes.filters}>
        <TextInput
          aria-label="Search people"
          placeholder="Search by name, user name or e-mail"
          leftSection={<IconSearch size={18} aria-hidden="true" />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          className={classes.search}
        />
        <div className={classes.show}>
          <SegmentedControl
            aria-label="Which people"
            value={show}
            data={SHOW}
            onChange={(value) => setAddress(value === 'all' ? {} : { show: value }, { replace: true })}
          />
        </div>
      </div>
      <ProblemNote problem={query.error} onRetry={() => void query.refetch()} />
      {query.isPending ? <PeopleSkeleton /> : null}
      {people.length > 0 ? (
        <div className="sp-card" style={{ overflow: 'hidden' }}>
          <div className={classes.head} aria-hidden="true">
            <span>Name</span>
            <span>Roles</span>
            <span>Face</span>
            <span>Status</span>
          </div>
          <ul className={classes.list}>
            {people.map((person) => (
              <PersonRow key={person.id} person={person} />
            ))}
          </ul>
        </div>
      ) : null}
      {query.isSuccess && people.length === 0 ? (
        <div className="sp-card">
          <EmptyState
            icon={IconUsers}
            title={all.length === 0 ? 'Nobody yet' : 'Nobody matches'}
            action={all.length === 0 ? add : null}
          >
            {all.length === 0
              ? 'Add the first person, then enrol their face.'
              : 'Change the search, or show all people.'}
          </EmptyState>
        </div>
      ) : null}
      {all.length === 1 && mayWrite && query.isSuccess ? (
        <Text c="dimmed" mt="md" ta="center">
          So far only you can pass. Add the others who should.
        </Text>
      ) : null}
      <AddPerson opened={adding} onClose={close} />
      {importing ? <ImportPeople onClose={() => setImporting(false)} /> : null}
    </>
  );
}

function PeopleSkeleton() {
  return (
    <Stack className="sp-card" p="md" aria-busy="true" aria-label="Loading the people">
      {Array.from({ length: 5 }, (_, index) => (
        <Skeleton key={String(index)} h={44} />
      ))}
    </Stack>
  );
}
