import { Alert, Anchor, Button, Code, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { client } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { QrPicture } from '../shared/qr-picture.tsx';

interface TotpDialogProps {
  adding: 'ordinary' | 'duress' | null;
  onClose: () => void;
  onDone: () => Promise<unknown>;
}

interface Offer {
  secret: string;
  uri: string;
}

/** To be made anew for each time it opens: a name, then the secret once, then a code of it: only that makes it count. */
export function TotpDialog({ adding, onClose, onDone }: TotpDialogProps) {
  const [offer, setOffer] = useState<Offer | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [typed, setTyped] = useState('');

  const begin = async () => {
    const body = { label: typed.trim(), duress: adding === 'duress' };
    const { data, error } = await client.POST('/api/me/authenticators/secret', { body });
    setProblem(data ? null : problemOf(error).message);
    if (!data) return;
    setOffer(data);
    setTyped('');
  };
  const confirm = async () => {
    const { error } = await client.POST('/api/me/authenticators', {
      body: { code: typed.replace(/\D/g, '') },
    });
    setTyped('');
    setProblem(error ? problemOf(error).message : null);
    if (error) return;
    onClose();
    await onDone();
  };
  const ready = offer ? typed.replace(/\D/g, '').length === 6 : typed.trim() !== '';
  const submit = async () => {
    if (!ready || busy) return;
    setBusy(true);
    await (offer ? confirm() : begin()).finally(() => setBusy(false));
  };
  return (
    <Modal
      opened={adding !== null}
      onClose={onClose}
      title={adding === 'duress' ? 'Set up one for duress' : 'Set up an authenticator'}
      size={460}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Stack gap="md">
          {problem ? (
            <Alert color="red" icon={<IconAlertCircle />} role="alert">
              {problem}
            </Alert>
          ) : null}
          {offer ? <OfferView offer={offer} /> : <Explanation duress={adding === 'duress'} />}
          <TotpField
            key={offer ? 'code' : 'label'}
            asksCode={offer !== null}
            value={typed}
            onChange={setTyped}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={busy} disabled={!ready}>
              {offer ? 'Confirm' : 'Continue'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

interface TotpFieldProps {
  asksCode: boolean;
  value: string;
  onChange: (value: string) => void;
}

function TotpField({ asksCode, value, onChange }: TotpFieldProps) {
  const change = (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value);
  return asksCode ? (
    <TextInput
      label="The code that the app shows now"
      inputMode="numeric"
      autoComplete="one-time-code"
      maxLength={9}
      value={value}
      onChange={change}
      autoFocus
    />
  ) : (
    <TextInput
      label="Name"
      description="By which you know it again"
      placeholder="Such as: my phone"
      maxLength={80}
      value={value}
      onChange={change}
      data-autofocus
    />
  );
}

function Explanation({ duress }: { duress: boolean }): ReactNode {
  return (
    <Text size="sm" c="dimmed">
      {duress
        ? 'A second entry in your app. Its codes let you pass as usual, and whoever receives silent alarms here is told that you are under threat. Give it a name that only you understand: it is listed like any other.'
        : 'You need an app such as Aegis, 2FAS, or the authenticator of your password manager.'}
    </Text>
  );
}

function OfferView({ offer: { secret, uri } }: { offer: Offer }) {
  return (
    <Stack gap="sm" align="center">
      <Text size="sm">Scan this with the app. It is shown only now.</Text>
      <QrPicture text={uri} label="QR code for the authenticator app" />
      <Text size="sm" c="dimmed" ta="center">
        On this device? <Anchor href={uri}>Open it in the app</Anchor>, or type this secret:
      </Text>
      <Code style={{ wordBreak: 'break-all', fontSize: 15 }}>{secret.match(/.{1,4}/g)?.join(' ')}</Code>
    </Stack>
  );
}
