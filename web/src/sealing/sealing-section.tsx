import { Button, Checkbox, Group, PasswordInput, Progress, Skeleton, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/client.ts';
import type { components } from '../api/schema.d.ts';
import { ProblemNote } from '../shared/problem-note.tsx';
import { Section } from '../shared/section.tsx';

type Sealing = components['schemas']['Sealing'];

const LOOK_MS = 700;

/** Where the key lies, and a new one in its place. */
export function SealingSection() {
  const query = api.useQuery(
    'get',
    '/api/sealing',
    {},
    { refetchInterval: ({ state }) => (state.data && state.data.phase !== 'idle' ? LOOK_MS : false) },
  );
  return (
    <Stack maw={720}>
      <Section
        title="Sealing"
        description="Names, addresses, faces, photographs and settings are sealed. This is the key to them."
      >
        <ProblemNote problem={query.error} onRetry={() => void query.refetch()} />
        {query.isPending ? <Skeleton h={220} /> : null}
        {query.data ? <Sealed sealing={query.data} /> : null}
      </Section>
    </Stack>
  );
}

const PLACES: Record<Sealing['place'], string> = {
  key_file:
    'The key lies in a key file on this machine, and the server starts by itself. “sallyport key passphrase”, in a terminal there, puts it under a passphrase instead.',
  passphrase:
    'The key lies under a passphrase: after a start the server waits until an administrator opens the data.',
};

function Sealed({ sealing }: { sealing: Sealing }) {
  const [ordered, setOrdered] = useState(false);
  const running = sealing.phase !== 'idle';
  return (
    <Stack gap="lg">
      <Text>{PLACES[sealing.place]}</Text>
      {running ? <Running sealing={sealing} /> : null}
      {!running && sealing.failure ? (
        <ProblemNote
          problem={{ code: 'internal', message: sealing.failure }}
          title="The last rotation ended early; the data opens as before"
        />
      ) : null}
      {!running && ordered && !sealing.failure ? (
        <Text role="status" c="green" fw={500}>
          A new key is in force. Make a new backup now, and a new recovery copy if you keep one.
        </Text>
      ) : null}
      {running ? null : <RotationForm place={sealing.place} onOrdered={() => setOrdered(true)} />}
    </Stack>
  );
}

function Running({ sealing: { phase, done, total } }: { sealing: Sealing }) {
  const what = phase === 'master_key' ? 'Putting the new key in place' : 'Sealing everything anew';
  return (
    <Stack gap={6} role="status">
      <Text fw={500}>{what} …</Text>
      <Progress value={total > 0 ? (done / total) * 100 : 0} animated aria-label={what} />
      <Text size="sm" c="dimmed">
        {total > 0 ? `${done} of ${total}` : 'It begins.'} Everything goes on meanwhile; you can leave this
        page.
      </Text>
    </Stack>
  );
}

function RotationForm({ place, onOrdered }: { place: Sealing['place']; onOrdered: () => void }) {
  const queries = useQueryClient();
  const rotate = api.useMutation('post', '/api/sealing/rotation');
  const form = useForm({ initialValues: { passphrase: '', dataKeys: false } });
  const asks = place === 'passphrase';
  const submit = form.onSubmit(({ passphrase, dataKeys }) =>
    rotate.mutate(
      { body: { passphrase: asks ? passphrase : null, dataKeys } },
      {
        onSettled: () => form.setFieldValue('passphrase', ''),
        onSuccess: (now) => {
          const { queryKey } = api.queryOptions('get', '/api/sealing', {});
          queries.setQueryData(queryKey, now);
          onOrdered();
        },
      },
    ),
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          A new key makes the present one useless: do it when somebody who has seen it leaves, or a copy may
          have been made. Backups of before open with the former key only.
        </Text>
        <Checkbox
          label="Also seal everything anew"
          description="For when the data was copied together with its key. Takes longer."
          {...form.getInputProps('dataKeys', { type: 'checkbox' })}
        />
        {asks ? (
          <PasswordInput
            label="Passphrase"
            description="The one in force; it stays the same."
            autoComplete="off"
            {...form.getInputProps('passphrase')}
          />
        ) : null}
        <ProblemNote problem={rotate.error} />
        <Group justify="flex-end">
          <Button type="submit" loading={rotate.isPending} disabled={asks && !form.values.passphrase}>
            Make a new key
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
