import { Alert, Skeleton, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconBellOff } from '@tabler/icons-react';
import { api } from '../api/client.ts';
import { useMay, useSession } from '../api/session.ts';
import { FactList } from '../shared/fact-list.tsx';
import { ProblemNote } from '../shared/problem-note.tsx';
import { Section } from '../shared/section.tsx';
import { MailForm } from './mail-form.tsx';

export function MailSection() {
  const mayWrite = useMay('settings.write');
  const session = useSession();
  const query = api.useQuery('get', '/api/settings/mail');
  const me = api.useQuery(
    'get',
    '/api/people/{id}',
    { params: { path: { id: session?.person.id ?? '' } } },
    { enabled: session !== null },
  );
  const stored = query.data?.mail ?? null;
  return (
    <Stack maw={720}>
      {query.isSuccess && !stored ? (
        <Alert color="yellow" icon={<IconBellOff />} title="Nobody is told of refusals yet">
          Refusals are photographed and written to the log, but no message can go out before a mail server is
          named here.
        </Alert>
      ) : null}
      <Section title="Mail server" description="Alerts with the photograph go out through it.">
        <ProblemNote problem={query.error ?? me.error} onRetry={() => void query.refetch()} />
        {query.isPending || me.isPending ? <Skeleton h={360} /> : null}
        {query.data && me.data && mayWrite ? (
          <MailForm
            stored={stored}
            testTo={me.data.email ?? ''}
            saveLabel="Save"
            onSaved={() => notifications.show({ color: 'green', message: 'The mail settings are saved.' })}
          />
        ) : null}
        {stored && !mayWrite ? (
          <FactList
            facts={[
              ['Mail server', `${stored.host}, port ${stored.port}`],
              ['From', stored.from],
            ]}
          />
        ) : null}
      </Section>
    </Stack>
  );
}
