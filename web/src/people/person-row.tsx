import { Group, Text } from '@mantine/core';
import { IconFaceId, IconFaceIdError } from '@tabler/icons-react';
import { Link } from 'react-router';
import type { Person } from '../api/types.ts';
import { PersonAvatar } from '../shared/person-avatar.tsx';
import { useRoleNames } from '../shared/roles.ts';
import { ENOUGH_SAMPLES } from './enough-samples.ts';
import classes from './people-page.module.css';
import { StatusBadge } from './status-badge.tsx';

export function PersonRow({ person }: { person: Person }) {
  const roleNames = useRoleNames();
  return (
    <li>
      <Link to={`/people/${person.id}`} className={classes.row}>
        <span className={classes.name}>
          <PersonAvatar name={person.displayName} size={40} />
          <span>
            <Text span display="block" fw={600} truncate>
              {person.displayName}
            </Text>
            <Text span display="block" size="sm" c="dimmed" truncate>
              {person.userName}
              {person.email ? ` · ${person.email}` : ''}
            </Text>
          </span>
        </span>
        <Text span size="sm" className={classes.roles ?? ''}>
          {roleNames(person.roles)}
        </Text>
        <FaceState samples={person.faceSamples} />
        <span>
          <StatusBadge standing={person.standing} />
        </span>
      </Link>
    </li>
  );
}

function FaceState({ samples }: { samples: number }) {
  const enough = samples >= ENOUGH_SAMPLES;
  const Icon = enough ? IconFaceId : IconFaceIdError;
  return (
    <Group gap={7} wrap="nowrap" c={enough ? undefined : 'var(--mantine-color-yellow-text)'}>
      <Icon size={19} stroke={1.6} aria-hidden="true" />
      <Text span size="sm">
        {samples === 0
          ? 'Not enrolled'
          : enough
            ? `${samples} samples`
            : `${samples} of ${ENOUGH_SAMPLES} samples`}
      </Text>
    </Group>
  );
}
