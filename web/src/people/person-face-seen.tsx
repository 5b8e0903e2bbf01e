import { Anchor, Button, Group, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import type { Person } from '../api/types.ts';
import { useConfirm } from '../shared/confirm.tsx';
import { RelativeTime } from '../shared/relative-time.tsx';
import classes from './person-face.module.css';
import { PersonFaceSample } from './person-face-sample.tsx';
import { type FaceSample, useSamplesChanged } from './use-face-samples.ts';

interface SeenProps {
  person: Person;
  samples: FaceSample[];
  mayWrite: boolean;
}

/** What was added to the face by sightings that a password confirmed. */
export function LearnedSightings({ person, samples, mayWrite }: SeenProps) {
  if (samples.length === 0) return null;
  return (
    <SeenGroup
      title="Learned from sightings"
      text="Seen when a password was right too. They keep the face up to date, and weigh at most a third."
      side={mayWrite ? <ForgetSightings person={person} /> : null}
    >
      {samples.map((sample, index) => (
        <PersonFaceSample
          key={sample.id}
          person={person}
          sample={sample}
          name={`Sighting ${index + 1}`}
          caption={<RelativeTime at={sample.takenAt} />}
          removal={mayWrite ? 'The photograph and what was learned from it are destroyed.' : null}
        />
      ))}
    </SeenGroup>
  );
}

/** Faces that were let in as this person, until somebody said that it was somebody else. */
export function ImpostorFaces({ person, samples, mayWrite }: SeenProps) {
  if (samples.length === 0) return null;
  return (
    <SeenGroup
      title={`Not ${person.displayName}`}
      text="Faces that are never taken for this person, however much they look alike."
    >
      {samples.map((sample, index) => (
        <PersonFaceSample
          key={sample.id}
          person={person}
          sample={sample}
          name={`Other face ${index + 1}`}
          caption={<RelativeTime at={sample.takenAt} />}
          removal={
            mayWrite
              ? `This face may be taken for ${person.displayName} again. Do this when it was their face after all.`
              : null
          }
        />
      ))}
    </SeenGroup>
  );
}

interface SeenGroupProps {
  title: string;
  text: string;
  side?: ReactNode;
  children: ReactNode;
}

function SeenGroup({ title, text, side, children }: SeenGroupProps) {
  return (
    <div className={classes.group}>
      <Group justify="space-between" align="flex-start" gap="sm" mb="sm">
        <div style={{ flex: '1 1 220px' }}>
          <Title order={3}>{title}</Title>
          <Text size="sm" c="dimmed">
            {text}
          </Text>
        </div>
        {side}
      </Group>
      <ul className={classes.samples}>{children}</ul>
    </div>
  );
}

function ForgetSightings({ person }: { person: Person }) {
  const changed = useSamplesChanged();
  const { ask, dialog } = useConfirm();
  const forget = api.useMutation('delete', '/api/people/{id}/face-refinements');
  const press = async () => {
    const sure = await ask({
      title: 'Remove all that was learned?',
      action: 'Remove all',
      text: (
        <>
          The face is then compared with the enrolled samples only. Sightings are learned from again unless
          that is switched off in the{' '}
          <Anchor component={Link} to="/settings/faces" inherit underline="always">
            settings
          </Anchor>
          .
        </>
      ),
    });
    if (!sure) return;
    forget.mutate(
      { params: { path: { id: person.id } } },
      {
        onSettled: () => void changed(),
        onError: (error) => notifications.show({ color: 'red', message: problemOf(error).message }),
      },
    );
  };
  return (
    <>
      <Button size="compact-sm" variant="default" loading={forget.isPending} onClick={() => void press()}>
        Remove all
      </Button>
      {dialog}
    </>
  );
}
