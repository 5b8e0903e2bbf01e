import {
  IconHome,
  IconListDetails,
  IconMailFast,
  IconRoute,
  IconSettings,
  IconUsers,
} from '@tabler/icons-react';
import type { Permission } from '../api/session.ts';

export interface Place {
  to: string;
  label: string;
  icon: typeof IconHome;
  permission: Permission;
}

/** What stands in the navigation, for those who may go there. */
export const PLACES: readonly Place[] = [
  { to: '/', label: 'Overview', icon: IconHome, permission: 'log.read' },
  { to: '/log', label: 'Log', icon: IconListDetails, permission: 'log.read' },
  { to: '/people', label: 'People', icon: IconUsers, permission: 'people.read' },
  { to: '/flows', label: 'Flows', icon: IconRoute, permission: 'access_points.read' },
  { to: '/deliveries', label: 'Deliveries', icon: IconMailFast, permission: 'deliveries.read' },
  { to: '/settings', label: 'Settings', icon: IconSettings, permission: 'access_points.read' },
];
