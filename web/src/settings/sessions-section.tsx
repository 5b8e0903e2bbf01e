import { NumberInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api } from '../api/client.ts';
import { useMay } from '../api/session.ts';
import { SaveRow, SettingsSection, useSaved } from './settings-form.tsx';

interface Limits {
  idleMinutes: number;
  absoluteHours: number;
}

/** When whoever is signed in to the panel has to sign in again. */
export function SessionsSection() {
  const mayWrite = useMay('settings.write');
  const query = api.useQuery('get', '/api/settings/sessions');
  return (
    <SettingsSection
      title="Sessions"
      description="How long somebody stays signed in to the panel. A change holds at once, for everybody."
      query={query}
      height={180}
    >
      {(stored) => <LimitsForm stored={stored} mayWrite={mayWrite} />}
    </SettingsSection>
  );
}

function LimitsForm({ stored, mayWrite }: { stored: Limits; mayWrite: boolean }) {
  const save = api.useMutation('put', '/api/settings/sessions');
  const form = useForm<Limits>({
    initialValues: stored,
    validate: {
      idleMinutes: (value, { absoluteHours }) =>
        value > absoluteHours * 60 ? 'This is longer than a session lasts at all' : null,
    },
  });
  const saved = useSaved(
    api.queryOptions('get', '/api/settings/sessions').queryKey,
    form,
    'The settings of sessions are saved.',
  );
  const submit = form.onSubmit((body) => save.mutate({ body }, saved));
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <NumberInput
          label="Minutes without use"
          description="From 5 minutes to a day. A page that merely stands open is no use."
          min={5}
          max={1440}
          clampBehavior="strict"
          allowDecimal={false}
          disabled={!mayWrite}
          maw={320}
          {...form.getInputProps('idleMinutes')}
        />
        <NumberInput
          label="Hours in all"
          description="From one hour to a week, however much it is used."
          min={1}
          max={168}
          clampBehavior="strict"
          allowDecimal={false}
          disabled={!mayWrite}
          maw={320}
          {...form.getInputProps('absoluteHours')}
        />
        <SaveRow mayWrite={mayWrite} form={form} save={save} />
      </Stack>
    </form>
  );
}
