import { ActionIcon, Badge, Button, Group, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconTrash } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useSession } from '../api/session.ts';
import type { Role } from '../api/types.ts';
import { useConfirm } from '../shared/confirm.tsx';
import { ALL_PERMISSIONS, PERMISSION_WORDS } from './permission-words.ts';

interface RoleCardProps {
  role: Role;
  mayWrite: boolean;
  onEdit: () => void;
}

const peopleWords = (count: number) =>
  count === 0 ? 'Nobody has it' : count === 1 ? 'One person has it' : `${count} people have it`;

export function RoleCard({ role, mayWrite, onEdit }: RoleCardProps) {
  const own = useSession()?.permissions ?? [];
  // Nobody changes a role that allows more than they may themselves.
  const within = role.permissions.every((permission) => own.includes(permission));
  return (
    <li className="sp-card" style={{ padding: 'clamp(14px, 2vw, 22px)' }}>
      <Group justify="space-between" align="flex-start" gap="sm">
        <div>
          <Group gap="sm">
            <Title order={2} size="h3">
              {role.name}
            </Title>
            {role.builtIn ? <Badge color="gray">Built in</Badge> : null}
          </Group>
          <Text size="sm" c="dimmed">
            {peopleWords(role.people)}
            {role.fixed ? ' · may do everything, for good' : ''}
          </Text>
        </div>
        {mayWrite && !role.fixed && within ? (
          <Group gap="xs">
            <Button variant="default" size="xs" onClick={onEdit} aria-label={`Change ${role.name}`}>
              Change
            </Button>
            {role.builtIn ? null : <RemoveRole role={role} />}
          </Group>
        ) : null}
      </Group>
      <Allowances role={role} />
    </li>
  );
}

function Allowances({ role }: { role: Role }) {
  if (role.fixed) return null;
  if (role.permissions.length === 0)
    return (
      <Text size="sm" mt="sm">
        May pass, and manages nothing.
      </Text>
    );
  return (
    <Stack gap={4} mt="sm" component="ul" m={0} p={0} pl={18}>
      {ALL_PERMISSIONS.filter((one) => role.permissions.includes(one)).map((one) => (
        <Text key={one} component="li" size="sm">
          {PERMISSION_WORDS[one]}
        </Text>
      ))}
    </Stack>
  );
}

function RemoveRole({ role }: { role: Role }) {
  const { ask, dialog } = useConfirm();
  const queries = useQueryClient();
  const remove = api.useMutation('delete', '/api/roles/{id}');
  const press = async () => {
    const sure = await ask({
      title: `Remove the role ${role.name}?`,
      text: 'Nobody has it. What the log says about it stays.',
      action: 'Remove',
    });
    if (!sure) return;
    remove.mutate(
      { params: { path: { id: role.id } } },
      {
        onSuccess: () => void queries.invalidateQueries({ queryKey: ['get', '/api/roles'] }),
        onError: (error) => notifications.show({ color: 'red', message: problemOf(error).message }),
      },
    );
  };
  const taken = role.people > 0;
  return (
    <>
      <ActionIcon
        variant="default"
        size={30}
        loading={remove.isPending}
        disabled={taken}
        title={taken ? 'Take it from everybody first' : undefined}
        onClick={() => void press()}
        aria-label={`Remove ${role.name}`}
      >
        <IconTrash size={17} aria-hidden="true" />
      </ActionIcon>
      {dialog}
    </>
  );
}
