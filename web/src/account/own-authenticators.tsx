import { ActionIcon, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDeviceMobile, IconTrash } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import type { Authenticator } from '../api/types.ts';
import { useConfirm } from '../shared/confirm.tsx';
import { ProblemNote } from '../shared/problem-note.tsx';
import { RelativeTime } from '../shared/relative-time.tsx';
import { Section } from '../shared/section.tsx';
import { DuressMenu } from './duress-menu.tsx';
import { TotpDialog } from './totp-dialog.tsx';

/** One's own authenticator apps. A duress twin is listed like any other: somebody may look over the shoulder. */
export function OwnAuthenticators() {
  const queries = useQueryClient();
  const query = api.useQuery('get', '/api/me/authenticators');
  const remove = api.useMutation('delete', '/api/me/authenticators/{id}');
  const { ask, dialog } = useConfirm();
  const [adding, setAdding] = useState<'ordinary' | 'duress' | null>(null);
  const own = query.data?.authenticators ?? [];
  const changed = async () => {
    await query.refetch();
    await queries.invalidateQueries({ queryKey: ['get', '/api/me'] });
  };
  const pressRemove = async ({ id, label }: Authenticator) => {
    const text = `The codes of “${label}” open nothing any more.`;
    if (!(await ask({ title: 'Remove this authenticator?', text, action: 'Remove' }))) return;
    await remove
      .mutateAsync({ params: { path: { id } } })
      .catch((error: unknown) => notifications.show({ color: 'red', message: problemOf(error).message }));
    await changed();
  };
  return (
    <Section
      title="Authenticator app"
      description="An app on your phone that shows a new six-digit code every 30 seconds."
      side={
        own.length > 0 ? (
          <DuressMenu
            label="More about authenticators"
            action="Set up one for duress"
            onDuress={() => setAdding('duress')}
          />
        ) : null
      }
    >
      {dialog}
      <TotpDialog key={adding ?? 'closed'} adding={adding} onClose={() => setAdding(null)} onDone={changed} />
      <ProblemNote problem={query.error} onRetry={() => void query.refetch()} />
      {query.isPending ? <Skeleton h={48} /> : null}
      {query.data && own.length === 0 ? (
        <Text c="dimmed" size="sm">
          No authenticator yet. Set one up, and its codes can be asked for besides your password.
        </Text>
      ) : null}
      <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {own.map((one) => (
          <Group component="li" wrap="nowrap" gap="sm" key={one.id}>
            <IconDeviceMobile size={24} stroke={1.6} aria-hidden="true" />
            <div style={{ flex: 1, minWidth: 0 }}>
              <Text fw={600} truncate>
                {one.label}
              </Text>
              <Text size="sm" c="dimmed">
                Set up <RelativeTime at={one.createdAt} />
              </Text>
            </div>
            <ActionIcon
              variant="subtle"
              color="red"
              size="lg"
              onClick={() => void pressRemove(one)}
              aria-label={`Remove ${one.label}`}
            >
              <IconTrash size={20} />
            </ActionIcon>
          </Group>
        ))}
      </Stack>
      <Group justify="flex-end">
        <Button leftSection={<IconDeviceMobile size={18} />} onClick={() => setAdding('ordinary')}>
          Set up an authenticator
        </Button>
      </Group>
    </Section>
  );
}
