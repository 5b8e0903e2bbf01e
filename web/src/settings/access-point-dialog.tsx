import { Button, Group, Modal, Radio, Stack, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { fieldFaults, problemOf } from '../api/problem.ts';
import type { AccessPoint, Flow } from '../api/types.ts';
import { ProblemNote } from '../shared/problem-note.tsx';

interface AccessPointDialogProps {
  /** Null for a new kiosk. */
  point: AccessPoint | null;
  flows: Flow[];
  onClose: () => void;
}

export function AccessPointDialog({ point, flows, onClose }: AccessPointDialogProps) {
  const queries = useQueryClient();
  const add = api.useMutation('post', '/api/access-points');
  const change = api.useMutation('put', '/api/access-points/{id}');
  const form = useForm({
    initialValues: {
      name: point?.name ?? '',
      place: point?.place ?? '',
      flowId: point?.flow.id ?? flows[0]?.id ?? '',
      pairedOnly: point?.screens !== 'any',
    },
    validate: {
      name: (value) => (value.trim() ? null : 'Type a name'),
      place: (value) => (value.trim() ? null : 'Say where it is'),
    },
  });
  const submit = form.onSubmit(async ({ name, place, flowId, pairedOnly }) => {
    const screens = pairedOnly ? ('paired' as const) : ('any' as const);
    const body = { name: name.trim(), place: place.trim(), flowId, screens };
    try {
      if (point) await change.mutateAsync({ params: { path: { id: point.id } }, body });
      else await add.mutateAsync({ body });
      await queries.invalidateQueries({ queryKey: ['get', '/api/access-points'] });
      notifications.show({
        color: 'green',
        message: point ? 'The access point is changed.' : 'The kiosk is added.',
      });
      onClose();
    } catch (error) {
      form.setErrors(fieldFaults(problemOf(error)));
    }
  });
  return (
    <Modal opened onClose={onClose} title={point ? `Change ${point.name}` : 'Add a kiosk'} size={520}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <TextInput
            label="Name"
            placeholder="Front door"
            maxLength={80}
            data-autofocus
            required
            {...form.getInputProps('name')}
          />
          <TextInput
            label="Place"
            description="In your own words; it stands in the alerts"
            placeholder="Workshop, ground floor"
            maxLength={120}
            required
            {...form.getInputProps('place')}
          />
          <Radio.Group
            label="Flow"
            description="What has to be shown, in this order"
            {...form.getInputProps('flowId')}
          >
            <Stack gap={10} mt={8}>
              {flows.map((flow) => (
                <Radio key={flow.id} value={flow.id} label={flow.name} description={flow.description} />
              ))}
            </Stack>
          </Radio.Group>
          {point?.kind === 'login' ? null : (
            <Switch
              label="Only paired screens"
              description="Off, any browser that can reach this server may open the kiosk: somebody elsewhere could sound its siren or lock it. This machine’s own browser always may."
              {...form.getInputProps('pairedOnly', { type: 'checkbox' })}
            />
          )}
          <ProblemNote problem={add.error ?? change.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={add.isPending || change.isPending}>
              {point ? 'Save' : 'Add'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
