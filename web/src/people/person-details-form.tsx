import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { api } from '../api/client.ts';
import { fieldFaults, problemOf } from '../api/problem.ts';
import type { Person } from '../api/types.ts';
import { FactList } from '../shared/fact-list.tsx';
import { ProblemNote } from '../shared/problem-note.tsx';
import { roleNames } from '../shared/roles.ts';
import { Section } from '../shared/section.tsx';
import { RoleChoice } from './role-choice.tsx';
import { usePersonChanged } from './use-person-changed.ts';

interface PersonDetailsFormProps {
  person: Person;
  mayWrite: boolean;
}

export function PersonDetailsForm({ person, mayWrite }: PersonDetailsFormProps) {
  if (mayWrite) return <DetailsForm person={person} />;
  return (
    <Section title="Details">
      <FactList
        facts={[
          ['User name', person.userName],
          ['E-mail', person.email],
          ['Roles', roleNames(person.roles)],
          ['Password', person.hasPassword ? 'Set' : 'Not set'],
        ]}
      />
    </Section>
  );
}

function DetailsForm({ person }: { person: Person }) {
  const changed = usePersonChanged();
  const change = api.useMutation('patch', '/api/people/{id}');
  const form = useForm({
    initialValues: { displayName: person.displayName, email: person.email ?? '', roles: person.roles },
    validate: {
      displayName: (value) => (value.trim() ? null : 'Type their name'),
      email: (value) =>
        !value.trim() || /^\S+@\S+$/.test(value.trim()) ? null : 'An address such as me@example.org',
      roles: (value) => (value.length > 0 ? null : 'Choose at least one'),
    },
  });
  const submit = form.onSubmit(async ({ displayName, email, roles }) => {
    const body = { displayName: displayName.trim(), email: email.trim() || null, roles };
    try {
      changed(await change.mutateAsync({ params: { path: { id: person.id } }, body }));
      form.resetDirty();
      notifications.show({ color: 'green', message: 'The details are saved.' });
    } catch (error) {
      form.setErrors(fieldFaults(problemOf(error)));
    }
  });
  return (
    <Section title="Details">
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <TextInput
            label="Name"
            maxLength={120}
            autoComplete="off"
            required
            {...form.getInputProps('displayName')}
          />
          <TextInput
            label="E-mail"
            description={
              form.values.roles.includes('administrator') ? 'Alerts go here' : 'Not needed for passing'
            }
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
          <ProblemNote problem={change.error} />
          <Group justify="flex-end">
            <Button type="submit" disabled={!form.isDirty()} loading={change.isPending}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
