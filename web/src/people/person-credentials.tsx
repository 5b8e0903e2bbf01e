import { ActionIcon, Badge, Button, Group, Menu, Skeleton, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import type { Credential, Person } from '../api/types.ts';
import { useConfirm } from '../shared/confirm.tsx';
import { FACTORS } from '../shared/factors.ts';
import { ProblemNote } from '../shared/problem-note.tsx';
import { RelativeTime } from '../shared/relative-time.tsx';
import { Section } from '../shared/section.tsx';
import { GiveCredential, type GivenKind } from './person-credentials-give.tsx';

const KINDS: { kind: GivenKind; give: string }[] = [
  { kind: 'pin', give: 'A PIN' },
  { kind: 'card', give: 'A card or fob' },
  { kind: 'fingerprint', give: 'A fingerprint' },
];

/** What a person types, holds or lays on at a reader. What is given once is never shown again. */
export function PersonCredentials({ person }: { person: Person }) {
  const path = { params: { path: { id: person.id } } };
  const query = api.useQuery('get', '/api/people/{id}/credentials', path);
  const [giving, setGiving] = useState<GivenKind | null>(null);
  const held = query.data?.credentials.filter(({ kind }) => KINDS.some((one) => one.kind === kind)) ?? [];
  return (
    <Section
      title="PINs, cards and fingerprints"
      description="For keypads, readers and kiosks. A duress twin opens as usual and raises a silent alarm."
      side={<GiveMenu onGive={setGiving} />}
    >
      <ProblemNote problem={query.error} onRetry={() => void query.refetch()} />
      {query.isPending ? <Skeleton h={56} /> : null}
      {query.data && held.length === 0 ? (
        <Text size="sm" c="dimmed">
          Nothing yet. Press “Give” to let {person.displayName} pass with a PIN, a card or a fingerprint.
        </Text>
      ) : null}
      <Stack gap="sm" component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
        {held.map((one) => (
          <CredentialRow key={one.id} credential={one} person={person} onTaken={() => void query.refetch()} />
        ))}
      </Stack>
      {giving ? (
        <GiveCredential
          kind={giving}
          person={person}
          onClose={() => setGiving(null)}
          onGiven={() => void query.refetch()}
        />
      ) : null}
    </Section>
  );
}

function GiveMenu({ onGive }: { onGive: (kind: GivenKind) => void }) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconPlus size={18} />}>
          Give
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {KINDS.map(({ kind, give }) => {
          const { icon: Icon } = FACTORS[kind];
          return (
            <Menu.Item key={kind} leftSection={<Icon size={18} />} onClick={() => onGive(kind)}>
              {give}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}

interface RowProps {
  credential: Credential;
  person: Person;
  onTaken: () => void;
}

function CredentialRow({ credential, person, onTaken }: RowProps) {
  const { id, kind, label, hint, duress, usedAt } = credential;
  const { label: word, icon: Icon } = FACTORS[kind];
  const take = api.useMutation('delete', '/api/people/{id}/credentials/{credentialId}');
  const { ask, dialog } = useConfirm();
  const press = async () => {
    const text = `${person.displayName} can no longer pass with it, from this moment on.`;
    if (!(await ask({ title: `Take away “${label}”?`, text, action: 'Take away' }))) return;
    try {
      await take.mutateAsync({ params: { path: { id: person.id, credentialId: id } } });
      onTaken();
    } catch (error) {
      notifications.show({ color: 'red', message: problemOf(error).message });
    }
  };
  return (
    <Group component="li" wrap="nowrap" gap="sm">
      <Icon size={22} stroke={1.6} aria-hidden="true" style={{ flex: 'none' }} />
      <div style={{ flex: 1, minWidth: 0 }}>
        <Group gap={8}>
          <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
            {label}
          </Text>
          {duress ? <Badge color="red">Duress twin</Badge> : null}
        </Group>
        <Text size="sm" c="dimmed">
          {[word, hint].filter(Boolean).join(' · ')} · {usedAt ? 'used ' : 'never used'}
          {usedAt ? <RelativeTime at={usedAt} /> : null}
        </Text>
      </div>
      <ActionIcon
        variant="subtle"
        color="red"
        size={36}
        loading={take.isPending}
        aria-label={`Take away ${label}`}
        onClick={() => void press()}
      >
        <IconTrash size={18} />
      </ActionIcon>
      {dialog}
    </Group>
  );
}
