import { ActionIcon, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type IconNfc, IconTrash } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { problemOf } from '../api/problem.ts';
import { useConfirm } from '../shared/confirm.tsx';

interface DeviceRowProps {
  icon: typeof IconNfc;
  name: string;
  detail: ReactNode;
  /** Null for whoever may not remove it. */
  removal: { consequence: string; remove: () => Promise<unknown>; onRemoved: () => void } | null;
}

/** A reader or a screen in a list, with its removal. */
export function DeviceRow({ icon: Icon, name, detail, removal }: DeviceRowProps) {
  const { ask, dialog } = useConfirm();
  const [removing, setRemoving] = useState(false);
  const press = async ({ consequence, remove, onRemoved }: NonNullable<typeof removal>) => {
    if (!(await ask({ title: `Remove ${name}?`, text: consequence, action: 'Remove' }))) return;
    setRemoving(true);
    try {
      await remove();
      onRemoved();
    } catch (error) {
      notifications.show({ color: 'red', message: problemOf(error).message });
    } finally {
      setRemoving(false);
    }
  };
  return (
    <Group component="li" wrap="nowrap" gap="sm">
      <Icon size={24} stroke={1.5} aria-hidden="true" style={{ flex: 'none' }} />
      <div style={{ flex: 1, minWidth: 0 }}>
        <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
          {name}
        </Text>
        <Text size="sm" c="dimmed">
          {detail}
        </Text>
      </div>
      {removal ? (
        <ActionIcon
          variant="subtle"
          color="red"
          size={36}
          loading={removing}
          aria-label={`Remove ${name}`}
          onClick={() => void press(removal)}
        >
          <IconTrash size={18} />
        </ActionIcon>
      ) : null}
      {dialog}
    </Group>
  );
}
