import { Button, Group, Modal, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { api } from '../api/client.ts';
import { fieldFaults, problemOf } from '../api/problem.ts';
import { PasswordHint } from '../shared/password-hint.tsx';
import { ProblemNote } from '../shared/problem-note.tsx';
import { RoleChoice } from './role-choice.tsx';

const EMPTY = { displayName: '', userName: '', email: '', roles: ['member'], password: '' };

/** A name is enough to begin with; the face comes on the person's own page. */
export function AddPerson({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Add a person" size={520}>
      <AddPersonForm onClose={onClose} />
    </Modal>
  );
}

function AddPersonForm({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const add = api.useMutation('post', '/api/people');
  const form = useForm({
    initialValues: EMPTY,
    validate: {
      displayName: (value) => (value.trim() ? null : 'Type their name'),
      userName: (value) => (value.trim().length >= 2 ? null : 'At least two characters'),
      email: (value) =>
        !value.trim() || /^\S+@\S+$/.test(value.trim()) ? null : 'An address such as me@example.org',
      roles: (value) => (value.length > 0 ? null : 'Choose at least one'),
      password: (value) => (value === '' || [...value].length >= 8 ? null : 'At least 8 characters'),
    },
  });
  const submit = form.onSubmit(async ({ displayName, userName, email, roles, password }) => {
    const body = {
      displayName: displayName.trim(),
      userName: userName.trim(),
      email: email.trim() || null,
      roles,
      ...(password ? { password } : {}),
    };
    try {
      const person = await add.mutateAsync({ body });
      await queries.invalidateQueries({ queryKey: ['get', '/api/people'] });
      void navigate(`/people/${person.id}`);
    } catch (error) {
      const problem = problemOf(error);
      form.setErrors({
        ...fieldFaults(problem),
        ...(problem.code === 'user_name_taken' ? { userName: problem.message } : {}),
        ...(problem.code.startsWith('password_') ? { password: problem.message } : {}),
      });
    }
  });
  const shownAtField = add.error && Object.keys(form.errors).length > 0;
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput
          label="Name"
          description="As the kiosk will greet them"
          autoComplete="off"
          maxLength={120}
          data-autofocus
          required
          {...form.getInputProps('displayName')}
        />
        <TextInput
          label="User name"
          description="What they type to pass"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={80}
          required
          {...form.getInputProps('userName')}
        />
        <TextInput
          label="E-mail (optional)"
          type="email"
          autoComplete="off"
          maxLength={254}
          {...form.getInputProps('email')}
        />
        <RoleChoice
          value={form.values.roles}
          onChange={(roles) => form.setFieldValue('roles', roles)}
          error={form.errors.roles}
        />
        <Stack gap={8}>
          <PasswordInput
            label="First password (optional)"
            autoComplete="new-password"
            maxLength={256}
            visibilityToggleButtonProps={{ 'aria-label': 'Show the password', tabIndex: 0 }}
            {...form.getInputProps('password')}
          />
          <PasswordHint password={form.values.password} />
        </Stack>
        {shownAtField ? null : <ProblemNote problem={add.error} />}
        <Group justify="flex-end" mt="xs">
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
