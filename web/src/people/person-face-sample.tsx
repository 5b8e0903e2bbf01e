import { ActionIcon, Text, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import type { Person } from '../api/types.ts';
import { useConfirm } from '../shared/confirm.tsx';
import { instantWords } from '../shared/time-words.ts';
import classes from './person-face.module.css';
import { type FaceSample, samplePhotoUrl, useSamplesChanged } from './use-face-samples.ts';

interface PersonFaceSampleProps {
  person: Person;
  sample: FaceSample;
  /** “Sample 2”, for who does not see it. */
  name: string;
  caption: ReactNode;
  /** What removing it means; null for those who may not. */
  removal: string | null;
}

/** One photograph of a face, with the button that removes it. */
export function PersonFaceSample({ person, sample, name, caption, removal }: PersonFaceSampleProps) {
  const changed = useSamplesChanged();
  const { ask, dialog } = useConfirm();
  const remove = api.useMutation('delete', '/api/people/{id}/face-samples/{sampleId}');
  const press = async () => {
    const sure = await ask({ title: `Remove ${name.toLowerCase()}?`, text: removal, action: 'Remove' });
    if (!sure) return;
    remove.mutate(
      { params: { path: { id: person.id, sampleId: sample.id } } },
      {
        onSettled: () => void changed(),
        onError: (error) => notifications.show({ color: 'red', message: problemOf(error).message }),
      },
    );
  };
  return (
    <li className={classes.sample}>
      <img
        className={classes.photo}
        src={samplePhotoUrl(person.id, sample.id)}
        alt={`${name} of ${person.displayName}`}
        title={`Taken ${instantWords(sample.takenAt)}`}
        loading="lazy"
      />
      <Text span size="xs" c="dimmed" className={classes.quality ?? ''}>
        {sample.current ? caption : 'No longer used'}
      </Text>
      {removal ? (
        <Tooltip label={`Remove ${name.toLowerCase()}`}>
          <ActionIcon
            className={classes.remove}
            variant="default"
            size={30}
            aria-label={`Remove ${name.toLowerCase()}`}
            loading={remove.isPending}
            onClick={() => void press()}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Tooltip>
      ) : null}
      {dialog}
    </li>
  );
}
