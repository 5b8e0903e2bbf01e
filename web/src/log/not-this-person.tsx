import { Alert, Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconUserOff } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useMay, useSession } from '../api/session.ts';
import type { LogEvent, PersonRef } from '../api/types.ts';
import { useConfirm } from '../shared/confirm.tsx';

interface NotThisPersonProps {
  attemptId: string;
  person: PersonRef;
  events: readonly LogEvent[];
}

/** For administrators, and for the person: somebody else was let in as them. */
export function NotThisPerson({ attemptId, person, events }: NotThisPersonProps) {
  const queries = useQueryClient();
  const self = useSession()?.person.id === person.id;
  const mayWrite = useMay('people.write');
  const { ask, dialog } = useConfirm();
  const deny = api.useMutation('post', '/api/attempts/{id}/not-this-person');
  const said = events.some(({ type }) => type === 'face.impostor_added');
  if (said) {
    return (
      <Alert color="yellow" icon={<IconUserOff />} title={`This was not ${person.displayName}`}>
        The face in this photograph is not taken for {person.displayName} any more. It can be taken back on
        the person’s page, under “Not {person.displayName}”.
      </Alert>
    );
  }
  if (!self && !mayWrite) return null;
  const press = async () => {
    const sure = await ask({
      title: self ? 'Was this not you?' : `Was this not ${person.displayName}?`,
      action: self ? 'It was not me' : `It was not ${person.displayName}`,
      text: `The face in this photograph will never be taken for ${self ? 'you' : person.displayName} again, and what was learned from this attempt is removed. Look at the photograph first: if it does show ${self ? 'you' : 'them'}, ${self ? 'you' : 'they'} may be refused.`,
    });
    if (!sure) return;
    deny.mutate(
      { params: { path: { id: attemptId } } },
      {
        onSuccess: async () => {
          notifications.show({ color: 'green', message: 'That face is held against them from now on.' });
          await queries.invalidateQueries({ queryKey: ['get', '/api/attempts/{id}'] });
          await queries.invalidateQueries({ queryKey: ['get', '/api/people/{id}/face-samples'] });
        },
        onError: (error) => notifications.show({ color: 'red', message: problemOf(error).message }),
      },
    );
  };
  return (
    <Group justify="space-between" gap="sm">
      <Text size="sm" c="dimmed" style={{ flex: '1 1 200px' }}>
        {self ? 'Was it somebody else who was let in as you?' : 'Was it somebody else who was let in?'}
      </Text>
      <Button
        variant="default"
        leftSection={<IconUserOff size={18} />}
        loading={deny.isPending}
        onClick={() => void press()}
      >
        {self ? 'This was not me' : `This was not ${person.displayName}`}
      </Button>
      {dialog}
    </Group>
  );
}
