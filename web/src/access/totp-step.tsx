import { Alert, Button, Stack, Text, TextInput } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { focusQuietly } from '../shared/focus-quietly.ts';
import type { StepProps } from './step-props.ts';

const DIGITS = 6;

/** One field for the code that an authenticator app shows; spaces do not matter, and what was typed never stays. */
export function TotpStep({ size, busy, control, notice, onActivity }: StepProps) {
  const [code, setCode] = useState('');
  const [short, setShort] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => focusQuietly(field.current), []);
  const digits = code.replace(/\D/g, '');
  const send = () => {
    setShort(digits.length !== DIGITS);
    if (digits.length !== DIGITS || busy) return;
    setCode('');
    void control.show({ factor: 'totp', code: digits });
  };
  const fieldSize = size === 'kiosk' ? 'xl' : 'md';
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Stack gap="md">
        {notice ? (
          <Alert color="red" icon={<IconAlertCircle />} role="alert">
            {notice}
          </Alert>
        ) : null}
        <TextInput
          ref={field}
          label="Code of your authenticator app"
          description="Six digits. A new code comes every 30 seconds."
          size={fieldSize}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={9}
          value={code}
          error={short ? 'Type all six digits' : null}
          onChange={(event) => {
            setCode(event.currentTarget.value);
            setShort(false);
            onActivity?.();
          }}
        />
        <Button type="submit" size={fieldSize} loading={busy}>
          Continue
        </Button>
        <Text size="sm" c="dimmed">
          No code is ever right? Then the clock of your phone may be wrong: set it to automatic time.
        </Text>
      </Stack>
    </form>
  );
}
