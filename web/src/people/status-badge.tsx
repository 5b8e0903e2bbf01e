import { Badge } from '@mantine/core';
import type { Person } from '../api/types.ts';

export function StatusBadge({ status }: { status: Person['status'] }) {
  return status === 'active' ? <Badge color="green">Active</Badge> : <Badge color="yellow">Suspended</Badge>;
}
