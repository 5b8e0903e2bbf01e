import { Menu, Text, UnstyledButton, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import {
  IconDeviceDesktop,
  IconLogout,
  IconMoon,
  IconSelector,
  IconSun,
  IconUserCircle,
} from '@tabler/icons-react';
import { Link } from 'react-router';
import type { Session } from '../api/types.ts';
import { PersonAvatar } from '../shared/person-avatar.tsx';
import { pressSignOut } from './press-sign-out.ts';
import classes from './shell.module.css';

/** Who is signed in; colours and the way out behind it. */
export function SignedInAs({ session }: { session: Session }) {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const shown = useComputedColorScheme('light');
  const { person } = session;
  return (
    <div className={classes.account}>
      <Menu position="top-start" width={224} withinPortal={false} withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <UnstyledButton className={classes.who} aria-label={`${person.displayName}: account and colours`}>
            <PersonAvatar name={person.displayName} size={34} />
            <span style={{ minWidth: 0, flex: 1 }}>
              <Text span display="block" size="sm" fw={600} truncate>
                {person.displayName}
              </Text>
              <Text span display="block" size="xs" c="dimmed" truncate>
                {person.roleNames.join(', ')}
              </Text>
            </span>
            <IconSelector size={18} aria-hidden="true" />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={shown === 'dark' ? <IconSun size={18} /> : <IconMoon size={18} />}
            onClick={() => setColorScheme(shown === 'dark' ? 'light' : 'dark')}
          >
            {shown === 'dark' ? 'Use light colours' : 'Use dark colours'}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconDeviceDesktop size={18} />}
            onClick={() => setColorScheme('auto')}
            disabled={colorScheme === 'auto'}
          >
            Follow the system
          </Menu.Item>
          <Menu.Item leftSection={<IconUserCircle size={18} />} component={Link} to="/me">
            Your account
          </Menu.Item>
          <Menu.Item leftSection={<IconLogout size={18} />} onClick={pressSignOut}>
            Sign out
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
