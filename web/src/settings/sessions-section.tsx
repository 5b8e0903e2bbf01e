import { Button, Group, NumberInput, Skeleton, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { useMay } from '../api/session.ts';
import { ProblemNote } from '../shared/problem-note.tsx';
import { Section } from '../shared/section.tsx';

interface Limits {
  idleMinutes: number;
  absoluteHours: number;
}

/** When whoever is signed in to the panel has to sign in again. */
export function SessionsSection() {
  const mayWrite = useMay('settings.write');
  const query = api.useQuery('get', '/api/settings/sessions');
  return (
    <Stack maw={720}>
      <Section
        title="Sessions"
        description="How long somebody stays signed in to the panel. A change holds at once, for everybody."
      >
        <ProblemNote problem={query.error} onRetry={() => void query.refetch()} />
        {query.isPending ? <Skeleton h={180} /> : null}
        {query.data ? <LimitsForm stored={query.data} mayWrite={mayWrite} /> : null}
      </Section>
    </Stack>
  );
}

function LimitsForm({ stored, mayWrite }: { stored: Limits; mayWrite: boolean }) {
  const queries = useQueryClient();
  const save = api.useMutation('put', '/api/settings/sessions');
  const form = useForm<Limits>({
    initialValues: stored,
    validate: {
      idleMinutes: (value, { absoluteHours }) =>
        value > absoluteHours * 60 ? 'This is longer than a session lasts at all' : null,
    },
  });
  const submit = form.onSubmit((body) =>
    save.mutate(
      { body },
      {
        onSuccess: (now) => {
          queries.setQueryData(api.queryOptions('get', '/api/settings/sessions').queryKey, now);
          form.resetDirty();
          notifications.show({ color: 'green', message: 'The settings of sessions are saved.' });
        },
      },
    ),
  );
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
        <ProblemNote problem={save.error} />
        {mayWrite ? (
          <Group justify="flex-end">
            <Button type="submit" disabled={!form.isDirty()} loading={save.isPending}>
              Save
            </Button>
          </Group>
        ) : null}
      </Stack>
    </form>
  );
}
