import { Button, Checkbox, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { type Permission, useSession } from '../api/session.ts';
import type { Role } from '../api/types.ts';
import { ProblemNote } from '../shared/problem-note.tsx';
import { ALL_PERMISSIONS, PERMISSION_WORDS } from './permission-words.ts';

interface RoleDialogProps {
  /** Null makes a new one. */
  role: Role | null;
  onClose: () => void;
}

/** What one does not hold oneself cannot be chosen, and says so. */
export function RoleDialog({ role, onClose }: RoleDialogProps) {
  const queries = useQueryClient();
  const own = useSession()?.permissions ?? [];
  const add = api.useMutation('post', '/api/roles');
  const change = api.useMutation('put', '/api/roles/{id}');
  const form = useForm({
    initialValues: { name: role?.name ?? '', permissions: role?.permissions ?? ([] as Permission[]) },
    validate: { name: (value) => (value.trim() ? null : 'Give it a name') },
  });
  const submit = form.onSubmit(async ({ name, permissions }) => {
    const body = { name: name.trim(), permissions };
    try {
      if (role) await change.mutateAsync({ params: { path: { id: role.id } }, body });
      else await add.mutateAsync({ body });
    } catch (error) {
      const problem = problemOf(error);
      if (problem.code === 'name_taken') form.setFieldError('name', problem.message);
      return;
    }
    await queries.invalidateQueries({ queryKey: ['get', '/api/roles'] });
    notifications.show({ color: 'green', message: 'The role is saved.' });
    onClose();
  });
  const problem = add.error ?? change.error;
  return (
    <Modal opened onClose={onClose} title={role ? `Change ${role.name}` : 'Make a role'} size={560}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <TextInput
            label="Name"
            description={role?.builtIn ? 'Built in: the name stays' : 'Such as Cleaner, or Night shift'}
            disabled={role?.builtIn ?? false}
            maxLength={60}
            autoComplete="off"
            data-autofocus
            {...form.getInputProps('name')}
          />
          <Checkbox.Group
            label="Whoever has it may"
            value={form.values.permissions}
            onChange={(permissions) => form.setFieldValue('permissions', permissions as Permission[])}
          >
            <Stack gap={8} mt={8}>
              {ALL_PERMISSIONS.map((permission) => (
                <Checkbox
                  key={permission}
                  value={permission}
                  label={PERMISSION_WORDS[permission]}
                  disabled={!own.includes(permission)}
                  description={own.includes(permission) ? undefined : 'You do not hold this yourself'}
                />
              ))}
            </Stack>
          </Checkbox.Group>
          {form.errors.name ? null : <ProblemNote problem={problem} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={add.isPending || change.isPending}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
