import { Alert, Anchor, Button, Group, List, Modal, Stack, Text, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/client.ts';
import type { Preset } from '../api/types.ts';
import { factorLabel } from '../shared/factors.ts';
import { OnlyHereNote } from '../shared/only-here-note.tsx';
import { ProblemNote } from '../shared/problem-note.tsx';

/** Says what a preset will do before it does it. */
export function PresetDialog({ preset, onClose }: { preset: Preset; onClose: () => void }) {
  const queries = useQueryClient();
  const [name, setName] = useState(preset.point.name);
  const [place, setPlace] = useState(preset.point.place);
  const install = api.useMutation('post', '/api/presets/{id}');
  const press = async () => {
    const body = { name: name.trim() || preset.point.name, place: place.trim() || preset.point.place };
    await install.mutateAsync({ params: { path: { id: preset.name } }, body }).catch(() => undefined);
    await queries.invalidateQueries({ queryKey: ['get', '/api/flows'] });
    await queries.invalidateQueries({ queryKey: ['get', '/api/access-points'] });
  };
  if (install.data) return <Installed address={`/kiosk/${install.data.accessPointId}`} onClose={onClose} />;
  return (
    <Modal opened onClose={onClose} title={`Set up: ${preset.title}`} size={560}>
      <Stack gap="md">
        <Text>What it will do:</Text>
        <List size="sm" spacing={6}>
          {preset.does.map((line) => (
            <List.Item key={line}>{line}</List.Item>
          ))}
        </List>
        <Text size="sm" c="dimmed">
          Everybody who is to pass needs: {preset.needs.map(factorLabel).join(', ')}.
        </Text>
        {preset.faults.map(({ sentence }) => (
          <Alert key={sentence} color="yellow" icon={<IconAlertTriangle />}>
            {sentence}
          </Alert>
        ))}
        <TextInput
          label="Name of the access point"
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label="Place"
          description="Stands in the alerts"
          maxLength={120}
          value={place}
          onChange={(event) => setPlace(event.currentTarget.value)}
        />
        <ProblemNote problem={install.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            loading={install.isPending}
            disabled={preset.faults.length > 0}
            onClick={() => void press()}
          >
            Set it up
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Installed({ address, onClose }: { address: string; onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title="It is set up">
      <Stack gap="md">
        <Text>
          Open this address on the screen where people pass:{' '}
          <Anchor href={address} target="_blank" rel="noreferrer" style={{ overflowWrap: 'anywhere' }}>
            {window.location.origin}
            {address}
          </Anchor>
        </Text>
        <OnlyHereNote />
        <Group justify="flex-end">
          <Button onClick={onClose}>Done</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
