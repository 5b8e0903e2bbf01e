import { Button, Group as Row, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import type { Group } from '../api/types.ts';
import { useConfirm } from '../shared/confirm.tsx';

const peopleWords = (count: number) =>
  count === 0 ? 'Nobody in it' : count === 1 ? 'One person' : `${count} people`;

export function GroupRow({ group, mayWrite }: { group: Group; mayWrite: boolean }) {
  const [renaming, setRenaming] = useState(false);
  return (
    <li style={{ padding: '12px 20px' }}>
      {renaming ? (
        <Rename group={group} onDone={() => setRenaming(false)} />
      ) : (
        <Row justify="space-between" gap="sm">
          <div>
            <Text fw={600}>{group.name}</Text>
            <Text size="sm" c="dimmed">
              {peopleWords(group.people)}
            </Text>
          </div>
          {mayWrite ? (
            <Row gap="xs">
              <Button
                variant="default"
                size="xs"
                onClick={() => setRenaming(true)}
                aria-label={`Rename ${group.name}`}
              >
                Rename
              </Button>
              <RemoveGroup group={group} />
            </Row>
          ) : null}
        </Row>
      )}
    </li>
  );
}

function Rename({ group, onDone }: { group: Group; onDone: () => void }) {
  const queries = useQueryClient();
  const rename = api.useMutation('put', '/api/groups/{id}');
  const [name, setName] = useState(group.name);
  const submit = async () => {
    await rename.mutateAsync({ params: { path: { id: group.id } }, body: { name: name.trim() } });
    await queries.invalidateQueries({ queryKey: ['get', '/api/groups'] });
    onDone();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim()) void submit().catch(() => undefined);
      }}
    >
      <Row gap="xs" align="flex-start">
        <TextInput
          aria-label="New name"
          value={name}
          maxLength={60}
          onChange={(event) => setName(event.currentTarget.value)}
          error={rename.error ? problemOf(rename.error).message : null}
          style={{ flex: '1 1 200px' }}
          autoFocus
        />
        <Button type="submit" loading={rename.isPending} disabled={!name.trim()}>
          Save
        </Button>
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
      </Row>
    </form>
  );
}

function RemoveGroup({ group }: { group: Group }) {
  const { ask, dialog } = useConfirm();
  const queries = useQueryClient();
  const remove = api.useMutation('delete', '/api/groups/{id}');
  const press = async () => {
    const sure = await ask({
      title: `Remove the group ${group.name}?`,
      text: `${peopleWords(group.people)}. Nobody is removed with it, but what an access point allows to this group it then allows to nobody.`,
      action: 'Remove',
    });
    if (!sure) return;
    remove.mutate(
      { params: { path: { id: group.id } } },
      {
        onSuccess: () => void queries.invalidateQueries(),
        onError: (error) => notifications.show({ color: 'red', message: problemOf(error).message }),
      },
    );
  };
  return (
    <>
      <Button
        variant="default"
        size="xs"
        loading={remove.isPending}
        onClick={() => void press()}
        aria-label={`Remove ${group.name}`}
      >
        Remove
      </Button>
      {dialog}
    </>
  );
}
