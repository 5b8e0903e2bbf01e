import { Button, Group, Modal, NumberInput, Select, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { fieldFaults, problemOf } from '../api/problem.ts';
import { ProblemNote } from '../shared/problem-note.tsx';
import { ReaderKey } from './reader-key.tsx';

/** Asks for name and place, then shows the key this once. */
export function ReaderDialog({ onClose, onAdded }: { onClose: () => void; onAdded: () => void }) {
  const [key, setKey] = useState<string | null>(null);
  return (
    <Modal
      opened
      onClose={onClose}
      title={key ? 'The key of the reader' : 'Add a reader'}
      size={560}
      closeOnClickOutside={!key}
    >
      {key ? (
        <ReaderKey keyText={key} onClose={onClose} />
      ) : (
        <ReaderForm
          onClose={onClose}
          onAdded={(added) => {
            setKey(added);
            onAdded();
          }}
        />
      )}
    </Modal>
  );
}

function ReaderForm({ onClose, onAdded }: { onClose: () => void; onAdded: (key: string) => void }) {
  const points = api.useQuery('get', '/api/access-points').data?.accessPoints;
  const kiosks = points?.filter(({ kind }) => kind === 'kiosk') ?? [];
  const add = api.useMutation('post', '/api/readers');
  const form = useForm({
    initialValues: { name: '', accessPointId: '', leastConfidence: 50 },
    validate: {
      name: (value) => (value.trim() ? null : 'Type a name'),
      accessPointId: (value) => (value ? null : 'Choose the kiosk it stands at'),
    },
  });
  const submit = form.onSubmit(async ({ name, accessPointId, leastConfidence }) => {
    try {
      const body = { name: name.trim(), accessPointId, leastConfidence };
      onAdded((await add.mutateAsync({ body })).key);
    } catch (error) {
      form.setErrors(fieldFaults(problemOf(error)));
    }
  });
  if (points && kiosks.length === 0)
    return <Text>A reader belongs to a kiosk. Add a kiosk under “Access points” first.</Text>;
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput
          label="Name"
          placeholder="Keypad at the front door"
          maxLength={80}
          data-autofocus
          required
          {...form.getInputProps('name')}
        />
        <Select
          label="Kiosk"
          description="Where it stands; what it reads counts there and nowhere else"
          data={kiosks.map(({ id, name, place }) => ({ value: id, label: `${name}, ${place}` }))}
          required
          {...form.getInputProps('accessPointId')}
        />
        <NumberInput
          label="Least confidence of a finger"
          description="On the reader’s own scale. Sensors such as the R503 say 0 to 255; from 50 on is usual."
          min={1}
          max={65_535}
          allowDecimal={false}
          {...form.getInputProps('leastConfidence')}
        />
        <ProblemNote problem={add.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={add.isPending}>
            Add
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
