import { Alert, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconAlertCircle } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { focusQuietly } from '../shared/focus-quietly.ts';
import type { StepProps } from './step-props.ts';

/** The form keeps the user name after a refusal; the password never stays. */
export function PasswordStep({ size, busy, control, userName, onUserName, notice }: StepProps) {
  const nameRef = useRef<HTMLInputElement>(null);
  const passwordRef = useRef<HTMLInputElement>(null);
  const form = useForm({
    initialValues: { userName, password: '' },
    validate: {
      userName: (value) => (value.trim() ? null : 'Type your user name'),
      password: (value) => (value ? null : 'Type your password'),
    },
  });
  const known = userName !== '';
  useEffect(() => {
    focusQuietly((known ? passwordRef : nameRef).current);
  }, [known]);
  const inputSize = size === 'kiosk' ? 'xl' : 'md';
  return (
    <form
      onSubmit={form.onSubmit((values) => {
        form.setFieldValue('password', '');
        const name = values.userName.trim();
        onUserName(name);
        void control.show({ factor: 'password', userName: name, password: values.password });
      })}
      noValidate
    >
      <Stack gap="md">
        {size === 'kiosk' ? (
          <Text ta="center" fw={640} fz="clamp(1.3rem, 3.4vw, 2rem)">
            Type your user name and password
          </Text>
        ) : null}
        {notice ? (
          <Alert color="red" icon={<IconAlertCircle />} role="alert">
            {notice}
          </Alert>
        ) : null}
        <TextInput
          ref={nameRef}
          label="User name"
          size={inputSize}
          autoComplete="username"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          maxLength={80}
          {...form.getInputProps('userName')}
        />
        <PasswordInput
          ref={passwordRef}
          label="Password"
          size={inputSize}
          autoComplete="current-password"
          maxLength={256}
          rightSectionWidth={size === 'kiosk' ? 60 : undefined}
          visibilityToggleButtonProps={{
            'aria-label': 'Show the password',
            tabIndex: 0,
            ...(size === 'kiosk' ? { style: { width: 48, height: 48 } } : {}),
          }}
          {...form.getInputProps('password')}
        />
        <Button type="submit" size={inputSize} loading={busy} mt={4}>
          Continue
        </Button>
      </Stack>
    </form>
  );
}
