import { Button, Code, Group, List, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlayerPause, IconPlayerPlay, IconTrash } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useSession } from '../api/session.ts';
import type { Person } from '../api/types.ts';
import { useConfirm } from '../shared/confirm.tsx';
import { Section } from '../shared/section.tsx';
import { usePersonChanged } from './use-person-changed.ts';

/** Suspending can be undone; erasing cannot. */
export function PersonEnd({ person, mayErase }: { person: Person; mayErase: boolean }) {
  return (
    <Section title="Access">
      <Suspension person={person} />
      {mayErase ? <Erasure person={person} /> : null}
    </Section>
  );
}

function Suspension({ person }: { person: Person }) {
  const changed = usePersonChanged();
  const session = useSession();
  const suspend = api.useMutation('post', '/api/people/{id}/suspend');
  const reactivate = api.useMutation('post', '/api/people/{id}/reactivate');
  const params = { params: { path: { id: person.id } } };
  const fail = (error: unknown) => notifications.show({ color: 'red', message: problemOf(error).message });

  const undo = (noteId: string) => {
    notifications.hide(noteId);
    reactivate.mutate(params, { onSuccess: changed, onError: fail });
  };
  const press = () =>
    suspend.mutate(params, {
      onError: fail,
      onSuccess: (now) => {
        changed(now);
        const noteId = `suspended-${person.id}`;
        notifications.show({
          id: noteId,
          message: (
            <Group justify="space-between" wrap="nowrap">
              <span>{person.displayName} is suspended.</span>
              <Button size="compact-sm" variant="light" onClick={() => undo(noteId)}>
                Undo
              </Button>
            </Group>
          ),
        });
      },
    });

  if (person.status === 'suspended') {
    return (
      <Choice text="Suspended: refused everywhere. Everything about the person is kept.">
        <Button
          variant="light"
          leftSection={<IconPlayerPlay size={18} />}
          loading={reactivate.isPending}
          onClick={() => reactivate.mutate(params, { onSuccess: changed, onError: fail })}
        >
          Let pass again
        </Button>
      </Choice>
    );
  }
  const self = session?.person.id === person.id;
  return (
    <Choice
      text={
        self
          ? 'You cannot suspend yourself.'
          : 'Refuses the person everywhere and ends their sessions, until you let them pass again.'
      }
    >
      <Button
        variant="default"
        leftSection={<IconPlayerPause size={18} />}
        loading={suspend.isPending}
        disabled={self}
        onClick={press}
      >
        Suspend
      </Button>
    </Choice>
  );
}

function Erasure({ person }: { person: Person }) {
  const { ask, dialog } = useConfirm();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const erase = api.useMutation('delete', '/api/people/{id}');
  const press = async () => {
    const sure = await ask({
      title: `Erase ${person.displayName}?`,
      action: 'Erase for good',
      typed: { label: `Type the user name “${person.userName}” to go on`, value: person.userName },
      text: (
        <Stack gap="xs">
          <Text>This cannot be undone. It destroys:</Text>
          <List size="sm">
            <List.Item>name, user name, e-mail and password</List.Item>
            <List.Item>the face samples and all that was learned from them</List.Item>
            <List.Item>
              the key that the person’s data is sealed with, so that copies are unreadable too
            </List.Item>
          </List>
          <Text size="sm" c="dimmed">
            The log stays whole: it holds the number <Code>{person.id.slice(0, 8)}…</Code> and no name.
          </Text>
        </Stack>
      ),
    });
    if (!sure) return;
    erase.mutate(
      { params: { path: { id: person.id } } },
      {
        onError: (error) => notifications.show({ color: 'red', message: problemOf(error).message }),
        onSuccess: async () => {
          void navigate('/people');
          notifications.show({ message: 'The person was erased.' });
          await queries.invalidateQueries();
        },
      },
    );
  };
  return (
    <Choice text="Destroys all that is theirs. Cannot be undone.">
      <Button
        variant="outline"
        color="red"
        leftSection={<IconTrash size={18} />}
        loading={erase.isPending}
        onClick={() => void press()}
      >
        Erase
      </Button>
      {dialog}
    </Choice>
  );
}

function Choice({ text, children }: { text: string; children: React.ReactNode }) {
  return (
    <Group justify="space-between" wrap="nowrap" gap="lg">
      <Text size="sm" c="dimmed">
        {text}
      </Text>
      <div style={{ flex: 'none' }}>{children}</div>
    </Group>
  );
}
