import { SimpleGrid, Skeleton, Stack, Text } from '@mantine/core';
import { api } from '../api/client.ts';
import type { Me } from '../api/types.ts';
import { dayOf, lastDayOf } from '../people/validity-days.ts';
import { FactList } from '../shared/fact-list.tsx';
import { PageHeading } from '../shared/page-heading.tsx';
import { PageTop } from '../shared/page-top.tsx';
import { ProblemNote } from '../shared/problem-note.tsx';
import { Section } from '../shared/section.tsx';
import { FactorsSection } from './factors-section.tsx';
import { OwnAuthenticators } from './own-authenticators.tsx';
import { OwnData } from './own-data.tsx';
import { OwnEvents } from './own-events.tsx';
import { OwnPasskeys } from './own-passkeys.tsx';
import { OwnPassword } from './own-password.tsx';
import { OwnPin } from './own-pin.tsx';
import { OwnQr } from './own-qr.tsx';
import { OwnSessions } from './own-sessions.tsx';

/** Everybody’s own page: for plain members the only one there is. */
export function AccountPage() {
  const query = api.useQuery('get', '/api/me');
  return (
    <>
      <PageTop>
        <PageHeading>Your account</PageHeading>
        <Text c="dimmed">What is kept about you, what you pass with, and where you are signed in.</Text>
      </PageTop>
      <ProblemNote problem={query.error} onRetry={() => void query.refetch()} />
      {query.isPending ? <Skeleton h={320} radius="lg" /> : null}
      {query.data ? <Account me={query.data} /> : null}
    </>
  );
}

function Account({ me }: { me: Me }) {
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
      <Stack gap="lg">
        <Section title="Details" description="Ask whoever manages people here if something is wrong.">
          <FactList
            facts={[
              ['Name', me.displayName],
              ['User name', me.userName],
              ['E-mail', me.email],
              ['Phone', me.phone],
              ['Roles', me.roles.join(', ')],
              ['Groups', me.groups.join(', ')],
              ['May pass from', dayOf(me.validFrom)],
              ['May pass until', lastDayOf(me.validUntil)],
            ]}
          />
        </Section>
        <FactorsSection factors={me.factors} />
        <OwnQr />
        <OwnPin hasPin={me.factors.some(({ kind }) => kind === 'pin')} />
        <OwnPasskeys />
        <OwnAuthenticators />
      </Stack>
      <Stack gap="lg">
        <OwnEvents />
        <OwnSessions />
        <OwnPassword hasPassword={me.factors.some(({ kind }) => kind === 'password')} />
        <OwnData />
      </Stack>
    </SimpleGrid>
  );
}
