import { Tabs } from '@mantine/core';
import { IconShield, IconUsers, IconUsersGroup } from '@tabler/icons-react';
import { useNavigate } from 'react-router';

type Tab = 'people' | 'groups' | 'roles';

const PLACES: Record<Tab, string> = { people: '/people', groups: '/people/groups', roles: '/people/roles' };

/** Who there is, what they belong to, and what they may do. */
export function PeopleTabs({ value }: { value: Tab }) {
  const navigate = useNavigate();
  return (
    <Tabs value={value} onChange={(tab) => void navigate(PLACES[tab as Tab])} mb="lg">
      <Tabs.List aria-label="Sections of people">
        <Tabs.Tab value="people" leftSection={<IconUsers size={18} aria-hidden="true" />}>
          People
        </Tabs.Tab>
        <Tabs.Tab value="groups" leftSection={<IconUsersGroup size={18} aria-hidden="true" />}>
          Groups
        </Tabs.Tab>
        <Tabs.Tab value="roles" leftSection={<IconShield size={18} aria-hidden="true" />}>
          Roles
        </Tabs.Tab>
      </Tabs.List>
    </Tabs>
  );
}
