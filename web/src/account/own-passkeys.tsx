import { ActionIcon, Alert, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconInfoCircle, IconKey, IconPencil, IconTrash } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import type { Passkey } from '../api/types.ts';
import { useConfirm } from '../shared/confirm.tsx';
import { whyNoPasskeys } from '../shared/passkey-ceremony.ts';
import { ProblemNote } from '../shared/problem-note.tsx';
import { RelativeTime } from '../shared/relative-time.tsx';
import { Section } from '../shared/section.tsx';
import { PasskeyDialog } from './passkey-dialog.tsx';

/** One's own passkeys: add, rename, remove. */
export function OwnPasskeys() {
  const queries = useQueryClient();
  const query = api.useQuery('get', '/api/me/passkeys');
  const remove = api.useMutation('delete', '/api/me/passkeys/{id}');
  const { ask, dialog } = useConfirm();
  /** `new`, or the one that is given another name. */
  const [editing, setEditing] = useState<Passkey | 'new' | null>(null);
  const missing = whyNoPasskeys(query.data?.addresses);
  const changed = async () => {
    await query.refetch();
    await queries.invalidateQueries({ queryKey: ['get', '/api/me'] });
  };
  const pressRemove = async ({ id, label }: Passkey) => {
    const text = `Whoever holds “${label}” cannot pass with it any more. It stays on the device until you delete it there, too.`;
    if (!(await ask({ title: 'Remove this passkey?', text, action: 'Remove' }))) return;
    await remove
      .mutateAsync({ params: { path: { id } } })
      .catch((error: unknown) => notifications.show({ color: 'red', message: problemOf(error).message }));
    await changed();
  };
  return (
    <Section
      title="Passkeys"
      description="Instead of a password: kept by this device, a phone or a security key, and of no use to anybody who steals data here."
    >
      {dialog}
      <PasskeyDialog
        key={editing === 'new' ? editing : (editing?.id ?? 'closed')}
        editing={editing}
        onClose={() => setEditing(null)}
        onDone={changed}
      />
      <ProblemNote problem={query.error} onRetry={() => void query.refetch()} />
      {query.isPending ? <Skeleton h={48} /> : null}
      {query.data?.passkeys.length === 0 ? (
        <Text c="dimmed" size="sm">
          No passkey yet. Add one, and sign in with the finger, face or PIN of your own device.
        </Text>
      ) : null}
      <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {query.data?.passkeys.map((passkey) => (
          <PasskeyRow
            key={passkey.id}
            passkey={passkey}
            onRename={() => setEditing(passkey)}
            onRemove={() => void pressRemove(passkey)}
          />
        ))}
      </Stack>
      {missing ? (
        <Alert icon={<IconInfoCircle />}>{missing}</Alert>
      ) : (
        <Group justify="flex-end">
          <Button leftSection={<IconKey size={18} />} onClick={() => setEditing('new')}>
            Add a passkey
          </Button>
        </Group>
      )}
    </Section>
  );
}

interface PasskeyRowProps {
  passkey: Passkey;
  onRename: () => void;
  onRemove: () => void;
}

function PasskeyRow({ passkey, onRename, onRemove }: PasskeyRowProps) {
  const { label, site, createdAt, usedAt } = passkey;
  return (
    <Group component="li" wrap="nowrap" gap="sm">
      <IconKey size={24} stroke={1.6} aria-hidden="true" />
      <div style={{ flex: 1, minWidth: 0 }}>
        <Text fw={600} truncate>
          {label}
        </Text>
        <Text size="sm" c="dimmed">
          For {site} · made <RelativeTime at={createdAt} /> ·{' '}
          {usedAt ? (
            <>
              used <RelativeTime at={usedAt} />
            </>
          ) : (
            'never used'
          )}
        </Text>
      </div>
      <ActionIcon variant="subtle" size="lg" onClick={onRename} aria-label={`Rename ${label}`}>
        <IconPencil size={20} />
      </ActionIcon>
      <ActionIcon variant="subtle" color="red" size="lg" onClick={onRemove} aria-label={`Remove ${label}`}>
        <IconTrash size={20} />
      </ActionIcon>
    </Group>
  );
}
