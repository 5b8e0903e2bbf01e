import { Alert, Button, Stack, Text } from '@mantine/core';
import { type PublicKeyCredentialRequestOptionsJSON, startAuthentication } from '@simplewebauthn/browser';
import { IconAlertCircle, IconInfoCircle, IconKey } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { ceremonyProblem, whyNoPasskeys } from '../shared/passkey-ceremony.ts';
import type { StepProps } from './step-props.ts';

/** Asks the browser as soon as it opens, and again whenever the button is pressed. */
export function PasskeyStep({ size, busy, control, notice, onActivity }: StepProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const missing = whyNoPasskeys();

  const ask = async () => {
    setProblem(null);
    onActivity?.();
    const options = await control.challenge('passkey');
    if (!options) return;
    setAsking(true);
    const answered = await startAuthentication({
      optionsJSON: options as unknown as PublicKeyCredentialRequestOptionsJSON,
    }).catch((thrown: unknown) => setProblem(ceremonyProblem(thrown)));
    setAsking(false);
    if (!answered) return;
    const { id, rawId, type, response } = answered;
    const { clientDataJSON, authenticatorData, signature, userHandle } = response;
    const said = { clientDataJSON, authenticatorData, signature, ...(userHandle ? { userHandle } : {}) };
    await control.show({
      factor: 'passkey',
      response: { id, rawId, type: type as 'public-key', response: said },
    });
  };

  const begun = useRef(false);
  const begin = useRef(ask);
  useEffect(() => {
    if (begun.current || missing) return;
    begun.current = true;
    void begin.current();
  }, [missing]);

  if (missing)
    return (
      <Alert icon={<IconInfoCircle />} role="alert">
        {missing}
      </Alert>
    );
  return (
    <Stack gap="md">
      {(problem ?? notice) ? (
        <Alert color="red" icon={<IconAlertCircle />} role="alert">
          {problem ?? notice}
        </Alert>
      ) : null}
      <Button
        size={size === 'kiosk' ? 'xl' : 'md'}
        leftSection={<IconKey />}
        loading={busy || asking}
        onClick={() => void ask()}
        data-autofocus
      >
        Use your passkey
      </Button>
      <Text size="sm" c="dimmed" ta="center">
        {asking
          ? 'Confirm on the device that holds it.'
          : 'On this device, on your phone, or on a security key.'}
      </Text>
    </Stack>
  );
}
