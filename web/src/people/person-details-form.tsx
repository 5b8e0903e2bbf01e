import { Button, Group, MultiSelect, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { api } from '../api/client.ts';
import { fieldFaults, problemOf } from '../api/problem.ts';
import type { Person } from '../api/types.ts';
import { FactList } from '../shared/fact-list.tsx';
import { ProblemNote } from '../shared/problem-note.tsx';
import { useRoleNames, useRoles } from '../shared/roles.ts';
import { Section } from '../shared/section.tsx';
import { RoleChoice } from './role-choice.tsx';
import { useGroups } from './use-groups.ts';
import { usePersonChanged } from './use-person-changed.ts';
import { dayBegins, dayEnds, dayOf, lastDayOf } from './validity-days.ts';

interface PersonDetailsFormProps {
  person: Person;
  mayWrite: boolean;
}

export function PersonDetailsForm({ person, mayWrite }: PersonDetailsFormProps) {
  return mayWrite ? <DetailsForm person={person} /> : <Details person={person} />;
}

function Details({ person }: { person: Person }) {
  const roleNames = useRoleNames();
  const groups = useGroups().filter(({ id }) => person.groups.includes(id));
  return (
    <Section title="Details">
      <FactList
        facts={[
          ['User name', person.userName],
          ['E-mail', person.email],
          ['Phone', person.phone],
          ['Roles', roleNames(person.roles)],
          ['Groups', groups.map(({ name }) => name).join(', ')],
          ['May pass from', dayOf(person.validFrom)],
          ['May pass until', lastDayOf(person.validUntil)],
          ['Password', person.hasPassword ? 'Set' : 'Not set'],
        ]}
      />
    </Section>
  );
}

const valuesOf = (person: Person) => ({
  displayName: person.displayName,
  email: person.email ?? '',
  phone: person.phone ?? '',
  roles: person.roles,
  groups: person.groups,
  validFrom: dayOf(person.validFrom),
  validUntil: lastDayOf(person.validUntil),
});
type Values = ReturnType<typeof valuesOf>;

const plainNumber = (phone: string) => phone.replace(/[\s().-]/g, '');

/** A day that was not touched stays the instant it was. */
const bodyOf = (values: Values, person: Person) => {
  const was = valuesOf(person);
  return {
    displayName: values.displayName.trim(),
    email: values.email.trim() || null,
    phone: plainNumber(values.phone) || null,
    roles: values.roles,
    groups: values.groups,
    validFrom: values.validFrom === was.validFrom ? person.validFrom : dayBegins(values.validFrom),
    validUntil: values.validUntil === was.validUntil ? person.validUntil : dayEnds(values.validUntil),
  };
};

function DetailsForm({ person }: { person: Person }) {
  const changed = usePersonChanged();
  const change = api.useMutation('patch', '/api/people/{id}');
  const groups = useGroups();
  const receivesAlerts = useReceivesAlerts();
  const form = useForm<Values>({
    initialValues: valuesOf(person),
    validate: {
      displayName: (value) => (value.trim() ? null : 'Type their name'),
      email: (value) =>
        !value.trim() || /^\S+@\S+$/.test(value.trim()) ? null : 'An address such as me@example.org',
      phone: (value) =>
        !value.trim() || /^\+[1-9]\d{6,14}$/.test(plainNumber(value))
          ? null
          : 'With the country, such as +39 333 123 4567',
      roles: (value) => (value.length > 0 ? null : 'Choose at least one'),
      validUntil: (value, { validFrom }) =>
        value && validFrom && value < validFrom ? 'This is before the first day' : null,
    },
  });
  const submit = form.onSubmit(async (values) => {
    try {
      const params = { path: { id: person.id } };
      changed(await change.mutateAsync({ params, body: bodyOf(values, person) }));
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
            description={receivesAlerts(form.values.roles) ? 'Alerts go here' : 'Not needed for passing'}
            type="email"
            autoComplete="off"
            maxLength={254}
            {...form.getInputProps('email')}
          />
          <TextInput
            label="Phone"
            description="With the country, such as +39 333 123 4567"
            type="tel"
            autoComplete="off"
            maxLength={30}
            {...form.getInputProps('phone')}
          />
          <RoleChoice
            value={form.values.roles}
            onChange={(roles) => form.setFieldValue('roles', roles)}
            error={form.errors.roles}
          />
          <MultiSelect
            label="Groups"
            description={groups.length === 0 ? 'There are none yet: make them under People, Groups' : null}
            placeholder={form.values.groups.length === 0 ? 'In no group' : ''}
            data={groups.map(({ id, name }) => ({ value: id, label: name }))}
            disabled={groups.length === 0}
            searchable
            clearable
            {...form.getInputProps('groups')}
          />
          <Group grow align="flex-start">
            <TextInput
              label="May pass from"
              description="The first day; empty = always"
              type="date"
              {...form.getInputProps('validFrom')}
            />
            <TextInput
              label="May pass until"
              description="The last day; empty = for good"
              type="date"
              {...form.getInputProps('validUntil')}
            />
          </Group>
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

function useReceivesAlerts(): (roles: string[]) => boolean {
  const roles = useRoles();
  return (ids) =>
    roles.some(({ id, permissions }) => ids.includes(id) && permissions.includes('alerts.receive'));
}
