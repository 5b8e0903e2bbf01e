import { Button, Group, PasswordInput, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import type { Person } from '../api/types.ts';
import { PasswordHint } from '../shared/password-hint.tsx';
import { Section } from '../shared/section.tsx';
import { usePersonChanged } from './use-person-changed.ts';

export function PersonPassword({ person }: { person: Person }) {
  const changed = usePersonChanged();
  const set = api.useMutation('put', '/api/people/{id}/password');
  const [password, setPassword] = useState('');
  const submit = async () => {
    changed(await set.mutateAsync({ params: { path: { id: person.id } }, body: { password } }));
    setPassword('');
    notifications.show({
      color: 'green',
      message: 'The new password is set. Their open sessions were ended.',
    });
  };
  return (
    <Section
      title="Password"
      description={
        person.hasPassword
          ? 'A new one replaces the old one and signs the person out everywhere.'
          : 'None is set yet: the person cannot pass where a password is asked for.'
      }
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
            <Button
              type="submit"
              variant="default"
              disabled={[...password].length < 8}
              loading={set.isPending}
            >
              Set the password
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
