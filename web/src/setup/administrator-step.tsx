import { Button, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api } from '../api/client.ts';
import { fieldFaults, problemOf } from '../api/problem.ts';
import { queryClient, SESSION_KEY } from '../api/query-client.ts';
import { PageHeading } from '../shared/page-heading.tsx';
import { PasswordHint } from '../shared/password-hint.tsx';
import { ProblemNote } from '../shared/problem-note.tsx';

export function AdministratorStep({ token, onNext }: { token: string; onNext: () => void }) {
  const make = api.useMutation('post', '/api/setup/administrator');
  const form = useForm({
    initialValues: { displayName: '', userName: '', email: '', password: '' },
    validate: {
      displayName: (value) => (value.trim() ? null : 'Type your name'),
      userName: (value) => (value.trim().length >= 2 ? null : 'At least two characters'),
      email: (value) => (/^\S+@\S+$/.test(value.trim()) ? null : 'An address such as you@example.org'),
      password: (value) => ([...value].length >= 8 ? null : 'At least 8 characters'),
    },
  });
  const submit = form.onSubmit(async ({ displayName, userName, email, password }) => {
    const body = {
      token,
      displayName: displayName.trim(),
      userName: userName.trim(),
      email: email.trim(),
      password,
    };
    try {
      queryClient.setQueryData(SESSION_KEY, await make.mutateAsync({ body }));
      onNext();
    } catch (error) {
      form.setErrors(fieldFaults(problemOf(error)));
    }
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Stack gap={4}>
          <PageHeading>You, the administrator</PageHeading>
          <Text c="dimmed">The administrator adds people, reads the log and hears of refusals.</Text>
        </Stack>
        <TextInput
          label="Your name"
          description="As the kiosk will greet you"
          autoComplete="name"
          maxLength={120}
          required
          data-autofocus
          {...form.getInputProps('displayName')}
        />
        <TextInput
          label="User name"
          description="What you type to sign in"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={80}
          required
          {...form.getInputProps('userName')}
        />
        <TextInput
          label="E-mail"
          description="Alerts go here"
          type="email"
          autoComplete="email"
          maxLength={254}
          required
          {...form.getInputProps('email')}
        />
        <Stack gap={8}>
          <PasswordInput
            label="Password"
            autoComplete="new-password"
            maxLength={256}
            required
            visibilityToggleButtonProps={{ 'aria-label': 'Show the password', tabIndex: 0 }}
            {...form.getInputProps('password')}
          />
          <PasswordHint password={form.values.password} />
        </Stack>
        <ProblemNote problem={make.error} />
        <Group justify="flex-end" mt="xs">
          <Button type="submit" size="md" loading={make.isPending}>
            Continue
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
