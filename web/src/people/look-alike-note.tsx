import { Alert, Anchor } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { Fragment } from 'react';
import { Link } from 'react-router';
import type { PersonRef } from '../api/types.ts';

/** One person enrolled twice is the usual reason; twins are the other. */
export function LookAlikeNote({ resembles }: { resembles: PersonRef[] }) {
  if (resembles.length === 0) return null;
  return (
    <Alert color="yellow" icon={<IconUsers />} title="This face resembles somebody" role="alert">
      It looks like{' '}
      {resembles.map((person, index) => (
        <Fragment key={person.id}>
          {index > 0 ? ', ' : ''}
          <Anchor component={Link} to={`/people/${person.id}`} inherit underline="always">
            {person.displayName}
          </Anchor>
        </Fragment>
      ))}
      . Check that this is not one person twice.
    </Alert>
  );
}
