import { Alert, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { IconBellOff } from '@tabler/icons-react';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { MailForm } from '../settings/mail-form.tsx';
import { PageHeading } from '../shared/page-heading.tsx';
import { ProblemNote } from '../shared/problem-note.tsx';
import { dropSetupToken } from './setup-token.ts';

interface MailStepProps {
  personId: string;
  onBack: () => void;
  onNext: () => void;
}

/** The last step: with or without mail, leaving it voids the set-up link. */
export function MailStep({ personId, onBack, onNext }: MailStepProps) {
  const mail = api.useQuery('get', '/api/settings/mail');
  const me = api.useQuery('get', '/api/people/{id}', { params: { path: { id: personId } } });
  const finish = api.useMutation('post', '/api/setup/finish');
  const [warned, setWarned] = useState(false);

  const end = async () => {
    await finish.mutateAsync({ body: {} });
    dropSetupToken();
    onNext();
  };

  return (
    <Stack gap="lg">
      <Stack gap={4}>
        <PageHeading>How may it reach you?</PageHeading>
        <Text c="dimmed">
          When somebody is refused, Sallyport sends you a mail with the photograph. It needs a mail account to
          send through.
        </Text>
      </Stack>
      {mail.data && me.data ? (
        <MailForm
          stored={mail.data.mail}
          testTo={me.data.email ?? ''}
          saveLabel="Save and finish"
          onSaved={() => void end().catch(() => undefined)}
        >
          <Button variant="default" onClick={onBack}>
            Back
          </Button>
          <Button variant="subtle" color="gray" onClick={() => setWarned(true)}>
            Skip for now
          </Button>
        </MailForm>
      ) : (
        <Skeleton h={320} />
      )}
      <ProblemNote problem={mail.error ?? me.error ?? finish.error} />
      {warned ? (
        <Alert color="yellow" icon={<IconBellOff />} title="Then nobody will be told" role="alert">
          <Stack gap="sm" align="flex-start">
            <Text size="sm">
              Without mail, refusals are photographed and written to the log, but no message goes out. You can
              set mail up later under Settings.
            </Text>
            <Group gap="sm">
              <Button
                variant="default"
                loading={finish.isPending}
                onClick={() => void end().catch(() => undefined)}
              >
                Finish without mail
              </Button>
            </Group>
          </Stack>
        </Alert>
      ) : null}
    </Stack>
  );
}
