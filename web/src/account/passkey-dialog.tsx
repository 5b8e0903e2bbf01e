import { Alert, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type PublicKeyCredentialCreationOptionsJSON, startRegistration } from '@simplewebauthn/browser';
import { IconAlertCircle } from '@tabler/icons-react';
import { useState } from 'react';
import { client } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import type { Passkey } from '../api/types.ts';
import { ceremonyProblem } from '../shared/passkey-ceremony.ts';

interface PasskeyDialogProps {
  /** `new`, one that is given another name, or null while closed. */
  editing: Passkey | 'new' | null;
  onClose: () => void;
  onDone: () => Promise<unknown>;
}

/** To be made anew for each time it opens: asks for a name, then lets the browser make the passkey, or gives another name to one that there is. */
export function PasskeyDialog({ editing, onClose, onDone }: PasskeyDialogProps) {
  const [label, setLabel] = useState(editing && editing !== 'new' ? editing.label : '');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const isNew = editing === 'new';

  const submit = async () => {
    if (!editing || !label.trim() || busy) return;
    setBusy(true);
    const failed = editing === 'new' ? await make(label.trim()) : await rename(editing.id, label.trim());
    setBusy(false);
    setProblem(failed);
    if (failed) return;
    onClose();
    await onDone();
  };
  return (
    <Modal
      opened={editing !== null}
      onClose={onClose}
      title={isNew ? 'Add a passkey' : 'Rename the passkey'}
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
          <TextInput
            label="Name"
            description="By which you know it again"
            placeholder="Such as: my phone"
            maxLength={80}
            value={label}
            onChange={(event) => setLabel(event.currentTarget.value)}
            data-autofocus
          />
          {isNew ? (
            <Text size="sm" c="dimmed">
              Your browser asks next where to keep it, and for the finger, face or PIN of that device.
            </Text>
          ) : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={busy} disabled={!label.trim()}>
              {isNew ? 'Continue' : 'Rename'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** What went wrong, or null. */
async function rename(id: string, label: string): Promise<string | null> {
  const { error } = await client.PATCH('/api/me/passkeys/{id}', {
    params: { path: { id } },
    body: { label },
  });
  return error ? problemOf(error).message : null;
}

async function make(label: string): Promise<string | null> {
  const { data, error } = await client.POST('/api/me/passkeys/options');
  if (!data) return problemOf(error).message;
  let made: Awaited<ReturnType<typeof startRegistration>>;
  try {
    made = await startRegistration({
      optionsJSON: data.options as unknown as PublicKeyCredentialCreationOptionsJSON,
    });
  } catch (thrown) {
    return ceremonyProblem(thrown);
  }
  const { id, rawId, response } = made;
  const { clientDataJSON, attestationObject, transports } = response;
  const said = { clientDataJSON, attestationObject, ...(transports ? { transports } : {}) };
  const added = await client.POST('/api/me/passkeys', {
    body: { label, response: { id, rawId, type: 'public-key', response: said as never } },
  });
  return added.error ? problemOf(added.error).message : null;
}
