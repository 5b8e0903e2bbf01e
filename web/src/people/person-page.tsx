import { Anchor, Group, SimpleGrid, Skeleton, Stack, Text } from '@mantine/core';
import { IconUserQuestion } from '@tabler/icons-react';
import { Link, useParams } from 'react-router';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useMay } from '../api/session.ts';
import type { Person } from '../api/types.ts';
import { BackLink } from '../shared/back-link.tsx';
import { EmptyState } from '../shared/empty-state.tsx';
import { PageHeading } from '../shared/page-heading.tsx';
import { PersonAvatar } from '../shared/person-avatar.tsx';
import { ProblemNote } from '../shared/problem-note.tsx';
import { RelativeTime } from '../shared/relative-time.tsx';
import { PersonCredentials } from './person-credentials.tsx';
import { PersonDetailsForm } from './person-details-form.tsx';
import { PersonEnd } from './person-end.tsx';
import { PersonEvents } from './person-events.tsx';
import { PersonFace } from './person-face.tsx';
import { PersonPassword } from './person-password.tsx';
import { PersonSessions } from './person-sessions.tsx';
import { StatusBadge } from './status-badge.tsx';
import { samplePhotoUrl, useFaceSamples } from './use-face-samples.ts';

export function PersonPage() {
  const { id = '' } = useParams();
  const query = api.useQuery('get', '/api/people/{id}', { params: { path: { id } } });
  if (query.error && problemOf(query.error).code === 'not_found') {
    return (
      <EmptyState icon={IconUserQuestion} title="There is no such person" heading action={<BackToPeople />}>
        They may have been erased. The log keeps what happened, without the name.
      </EmptyState>
    );
  }
  if (query.error) return <ProblemNote problem={query.error} onRetry={() => void query.refetch()} />;
  return query.data ? <PersonView person={query.data} key={query.data.id} /> : <PersonSkeleton />;
}

function PersonView({ person }: { person: Person }) {
  const mayWrite = useMay('people.write');
  const mayErase = useMay('people.erase');
  const maySeeLog = useMay('log.read');
  return (
    <Stack gap="lg">
      <div>
        <BackToPeople />
      </div>
      <PersonHead person={person} />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <Stack gap="lg">
          <PersonFace person={person} mayWrite={mayWrite} />
          {mayWrite ? <PersonCredentials person={person} /> : null}
          {mayWrite ? <PersonSessions personId={person.id} /> : null}
        </Stack>
        <Stack gap="lg">
          <PersonDetailsForm person={person} mayWrite={mayWrite} />
          {mayWrite ? <PersonPassword person={person} /> : null}
          {mayWrite ? <PersonEnd person={person} mayErase={mayErase} /> : null}
          <Anchor component={Link} to={`/what-if?person=${person.id}`} size="sm">
            What if {person.displayName} stood at a door?
          </Anchor>
        </Stack>
      </SimpleGrid>
      {maySeeLog ? <PersonEvents personId={person.id} /> : null}
    </Stack>
  );
}

function PersonHead({ person }: { person: Person }) {
  const samples = useFaceSamples(person.id);
  const latest = samples.data?.samples.at(-1);
  return (
    <Group gap="lg" wrap="nowrap">
      <PersonAvatar
        name={person.displayName}
        size={72}
        photoUrl={latest ? samplePhotoUrl(person.id, latest.id) : null}
      />
      <div>
        <Group gap="sm">
          <PageHeading>{person.displayName}</PageHeading>
          <StatusBadge standing={person.standing} />
        </Group>
        <Text c="dimmed">
          {person.userName} · added <RelativeTime at={person.createdAt} />
        </Text>
      </div>
    </Group>
  );
}

const BackToPeople = () => <BackLink to="/people">People</BackLink>;

function PersonSkeleton() {
  return (
    <Stack gap="lg" aria-busy="true" aria-label="Loading the person">
      <Group>
        <Skeleton circle h={72} />
        <Skeleton h={28} w={220} />
      </Group>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <Skeleton h={340} radius="lg" />
        <Skeleton h={340} radius="lg" />
      </SimpleGrid>
    </Stack>
  );
}
