import { Button, Group, PasswordInput, Stack } from '@mantine/core';
import { useState } from 'react';
import { problemOf } from '../api/problem.ts';
import { PasswordHint } from './password-hint.tsx';

interface NewPasswordFormProps {
  set: { error: unknown; isPending: boolean; reset: () => void };
  /** Rejects when it was not set: then it stays to be changed. */
  onSubmit: (password: string) => Promise<void>;
  /** Of the button: one among other things to do, or the one thing. */
  variant?: 'default' | 'filled';
}

/** A new password, with what makes it a good one. */
export function NewPasswordForm({ set, onSubmit, variant = 'filled' }: NewPasswordFormProps) {
  const [password, setPassword] = useState('');
  const submit = async () => {
    await onSubmit(password);
    setPassword('');
  };
  return (
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
          <Button type="submit" variant={variant} disabled={[...password].length < 8} loading={set.isPending}>
            Set the password
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
