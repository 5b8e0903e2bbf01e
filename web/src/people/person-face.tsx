import { ActionIcon, Button, Modal, Skeleton, Text, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconFaceId, IconFaceIdError, IconTrash } from '@tabler/icons-react';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import type { Person } from '../api/types.ts';
import { useConfirm } from '../shared/confirm.tsx';
import { EmptyState } from '../shared/empty-state.tsx';
import { ProblemNote } from '../shared/problem-note.tsx';
import { Section } from '../shared/section.tsx';
import { instantWords } from '../shared/time-words.ts';
import { FaceEnrolment } from './face-enrolment.tsx';
import classes from './person-face.module.css';
import { type FaceSample, samplePhotoUrl, useFaceSamples, useSamplesChanged } from './use-face-samples.ts';

/** The samples a person is recognised by. */
export function PersonFace({ person, mayWrite }: { person: Person; mayWrite: boolean }) {
  const query = useFaceSamples(person.id);
  const [enrolling, { open, close }] = useDisclosure(false);
  const samples = query.data?.samples ?? [];
  const least = query.data?.least ?? 3;
  const full = query.data ? samples.length >= query.data.wanted : false;
  const enrol = mayWrite ? (
    <Button
      variant={samples.length < least ? 'filled' : 'default'}
      leftSection={<IconFaceId size={18} />}
      onClick={open}
      disabled={full}
    >
      {samples.length === 0 ? 'Enrol the face' : 'Add samples'}
    </Button>
  ) : null;
  const missing = least - samples.length;
  return (
    <Section
      title="Face"
      description={
        samples.length > 0 && missing > 0
          ? `${missing} more ${missing === 1 ? 'sample is' : 'samples are'} needed before this face is recognised.`
          : full
            ? 'All samples are taken. To take better ones, remove one first.'
            : 'More samples, in different light, make it surer.'
      }
      side={samples.length > 0 && !full ? enrol : null}
    >
      <ProblemNote problem={query.error} onRetry={() => void query.refetch()} />
      {query.isPending ? <Skeleton h={110} /> : null}
      {query.isSuccess && samples.length === 0 ? (
        <EmptyState icon={IconFaceIdError} title="Not enrolled yet" action={enrol}>
          Without a face this person cannot pass where a face is asked for.
        </EmptyState>
      ) : null}
      {samples.length > 0 ? (
        <ul className={classes.samples}>
          {samples.map((sample, index) => (
            <Sample key={sample.id} person={person} sample={sample} number={index + 1} mayRemove={mayWrite} />
          ))}
        </ul>
      ) : null}
      <Modal opened={enrolling} onClose={close} title={`The face of ${person.displayName}`} size={540}>
        <FaceEnrolment personId={person.id} />
      </Modal>
    </Section>
  );
}

interface SampleProps {
  person: Person;
  sample: FaceSample;
  number: number;
  mayRemove: boolean;
}

function Sample({ person, sample, number, mayRemove }: SampleProps) {
  const changed = useSamplesChanged();
  const { ask, dialog } = useConfirm();
  const remove = api.useMutation('delete', '/api/people/{id}/face-samples/{sampleId}');
  const press = async () => {
    const sure = await ask({
      title: 'Remove this sample?',
      text: 'The photograph and what was learned from it are destroyed. It can be taken anew at any time.',
      action: 'Remove',
    });
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
        alt={`Sample ${number} of ${person.displayName}`}
        title={`Taken ${instantWords(sample.takenAt)}`}
        loading="lazy"
      />
      <Text span size="xs" c="dimmed" className={classes.quality ?? ''}>
        {sample.current ? qualityWords(sample.quality01) : 'No longer used'}
      </Text>
      {mayRemove ? (
        <Tooltip label="Remove this sample">
          <ActionIcon
            className={classes.remove}
            variant="default"
            size={30}
            aria-label={`Remove sample ${number}`}
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

const qualityWords = (quality01: number): string =>
  quality01 >= 0.8 ? 'Very good' : quality01 >= 0.6 ? 'Good' : 'Usable';
