import { Radio, Stack, Switch } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api } from '../api/client.ts';
import type { components } from '../api/schema.d.ts';
import { useMay } from '../api/session.ts';
import { SaveRow, SettingsSection, useSaved } from './settings-form.tsx';

type NoticeSettings = components['schemas']['NoticeSettings'];

/** Who is told of what, besides alerts. What a flow tells is set with the flow. */
export function NoticesSection() {
  const mayWrite = useMay('settings.write');
  const query = api.useQuery('get', '/api/settings/notices');
  return (
    <SettingsSection
      title="Messages"
      description="Who is told of what by mail, besides alerts. Who hears of grants and refusals is set with each flow."
      query={query}
      height={260}
    >
      {(stored) => <NoticesForm stored={stored} mayWrite={mayWrite} />}
    </SettingsSection>
  );
}

function NoticesForm({ stored, mayWrite }: { stored: NoticeSettings; mayWrite: boolean }) {
  const save = api.useMutation('put', '/api/settings/notices');
  const form = useForm({ initialValues: stored });
  const saved = useSaved(
    api.queryOptions('get', '/api/settings/notices').queryKey,
    form,
    'The settings of messages are saved.',
  );
  const submit = form.onSubmit((body) => save.mutate({ body }, saved));
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
        <SaveRow mayWrite={mayWrite} form={form} save={save} />
      </Stack>
    </form>
  );
}
