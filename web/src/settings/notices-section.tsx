import { Button, Group, Radio, Skeleton, Stack, Switch } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import type { components } from '../api/schema.d.ts';
import { useMay } from '../api/session.ts';
import { ProblemNote } from '../shared/problem-note.tsx';
import { Section } from '../shared/section.tsx';

type NoticeSettings = components['schemas']['NoticeSettings'];

/** Who is told of what, besides alerts. What a flow tells is set with the flow. */
export function NoticesSection() {
  const mayWrite = useMay('settings.write');
  const query = api.useQuery('get', '/api/settings/notices');
  return (
    <Stack maw={720}>
      <Section
        title="Messages"
        description="Who is told of what by mail, besides alerts. Who hears of grants and refusals is set with each flow."
      >
        <ProblemNote problem={query.error} onRetry={() => void query.refetch()} />
        {query.isPending ? <Skeleton h={260} /> : null}
        {query.data ? <NoticesForm stored={query.data} mayWrite={mayWrite} /> : null}
      </Section>
    </Stack>
  );
}

function NoticesForm({ stored, mayWrite }: { stored: NoticeSettings; mayWrite: boolean }) {
  const queries = useQueryClient();
  const save = api.useMutation('put', '/api/settings/notices');
  const form = useForm({ initialValues: stored });
  const submit = form.onSubmit((body) =>
    save.mutate(
      { body },
      {
        onSuccess: (now) => {
          queries.setQueryData(api.queryOptions('get', '/api/settings/notices').queryKey, now);
          form.resetDirty();
          notifications.show({ color: 'green', message: 'The settings of messages are saved.' });
        },
      },
    ),
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg">
        <Radio.Group
          label="Who is told when somebody is registered?"
          description="Also when it failed, and when somebody is given a factor. Of many at once not every one is mailed."
          {...form.getInputProps('tellRegistrations')}
        >
          <Stack gap="sm" mt="sm">
            <Radio value="nobody" label="Nobody: it stands in the log" disabled={!mayWrite} />
            <Radio value="alerts" label="Those who receive alerts" disabled={!mayWrite} />
            <Radio value="everybody" label="Everybody who is registered" disabled={!mayWrite} />
          </Stack>
        </Radio.Group>
        <Switch
          label="Ask “was it you?”"
          description="After a login that followed failed tries, or came from a new address, its owner gets a mail."
          disabled={!mayWrite}
          {...form.getInputProps('askAfterSuspiciousLogin', { type: 'checkbox' })}
        />
        <Switch
          label="A new QR code after every login"
          description="Whoever has a QR code gets the next one by mail each time they are let in, by whatever they showed. Otherwise it changes only when it was used."
          disabled={!mayWrite}
          {...form.getInputProps('rollQrAtEveryLogin', { type: 'checkbox' })}
        />
        <ProblemNote problem={save.error} />
        {mayWrite ? (
          <Group justify="flex-end">
            <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
              Save
            </Button>
          </Group>
        ) : null}
      </Stack>
    </form>
  );
}
