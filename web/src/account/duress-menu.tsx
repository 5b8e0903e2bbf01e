import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';

interface DuressMenuProps {
  /** What it is more of, for screen readers. */
  label: string;
  action: string;
  onDuress: () => void;
}

/** Says the same whether there is a twin or not: somebody may look over the shoulder. */
export function DuressMenu({ label, action, onDuress }: DuressMenuProps) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" size="lg" aria-label={label}>
          <IconDots size={20} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={onDuress}>{action}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
