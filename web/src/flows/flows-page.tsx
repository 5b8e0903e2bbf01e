import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { IconHelpHexagon, IconPlus, IconRoute } from '@tabler/icons-react';
import { Link } from 'react-router';
import { api } from '../api/client.ts';
import { useMay } from '../api/session.ts';
import { EmptyState } from '../shared/empty-state.tsx';
import { PageHeading } from '../shared/page-heading.tsx';
import { PageTop } from '../shared/page-top.tsx';
import { ProblemNote } from '../shared/problem-note.tsx';
import { Section } from '../shared/section.tsx';
import { FlowCard } from './flow-card.tsx';
import { PresetList } from './preset-list.tsx';

/** What people have to show, as the site decided it; and ways in that can be set up at once. */
export function FlowsPage() {
  const mayWrite = useMay('flows.write');
  const seesPeople = useMay('people.read');
  const query = api.useQuery('get', '/api/flows');
  return (
    <>
      <PageTop
        side={
          <Group gap="sm">
            {seesPeople ? (
              <Button
                component={Link}
                to="/what-if"
                variant="default"
                leftSection={<IconHelpHexagon size={18} />}
              >
                What if?
              </Button>
            ) : null}
            {mayWrite ? (
              <Button component={Link} to="/flows/new" leftSection={<IconPlus size={18} />}>
                Add a flow
              </Button>
            ) : null}
          </Group>
        }
      >
        <PageHeading>Flows</PageHeading>
        <Text c="dimmed">What has to be shown at an access point, and in which order.</Text>
      </PageTop>
      <Stack gap="lg">
        <ProblemNote problem={query.error} onRetry={() => void query.refetch()} />
        <Section title="Your flows">
          {query.isPending ? <Skeleton h={220} aria-busy="true" /> : null}
          {query.data?.flows.length === 0 ? (
            <EmptyState icon={IconRoute} title="There is no flow">
              Add one, or set up a preset below. Nobody can pass anywhere before.
            </EmptyState>
          ) : null}
          <Stack gap="sm">
            {query.data?.flows.map((flow) => (
              <FlowCard key={flow.id} flow={flow} />
            ))}
          </Stack>
        </Section>
        <PresetList mayWrite={mayWrite} />
      </Stack>
    </>
  );
}
