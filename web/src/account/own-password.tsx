import { Button, Group, PasswordInput, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { PasswordHint } from '../shared/password-hint.tsx';
import { Section } from '../shared/section.tsx';

/** Whoever signed in a while ago is asked first who they are. */
export function OwnPassword({ hasPassword }: { hasPassword: boolean }) {
  const queries = useQueryClient();
  const set = api.useMutation('put', '/api/me/password');
  const [password, setPassword] = useState('');
  const submit = async () => {
    await set.mutateAsync({ body: { password } });
    setPassword('');
    await queries.invalidateQueries({ queryKey: ['get', '/api/me'] });
    await queries.invalidateQueries({ queryKey: ['get', '/api/me/sessions'] });
    notifications.show({
      color: 'green',
      message: 'The new password is set. You are signed out everywhere else.',
    });
  };
  return (
    <Section
      title={hasPassword ? 'Change your password' : 'Set a password'}
      description="You stay signed in here, and are signed out everywhere else."
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit().catch(() => undefined);
        }}
      >
        <Stack gap="sm">
          <PasswordInput
            label="New password"
            autoComplete="new-password"
            maxLength={256}
            value={password}
            onChange={(event) => {
              setPassword(event.currentTarget.value);
              if (set.error) set.reset();
            }}
            error={set.error ? problemOf(set.error).message : null}
            visibilityToggleButtonProps={{ 'aria-label': 'Show the password', tabIndex: 0 }}
          />
          <PasswordHint password={password} />
          <Group justify="flex-end">
            <Button type="submit" disabled={[...password].length < 8} loading={set.isPending}>
              Set the password
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
