import { Button, Modal, Skeleton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconFaceId, IconFaceIdError } from '@tabler/icons-react';
import type { Person } from '../api/types.ts';
import { EmptyState } from '../shared/empty-state.tsx';
import { ProblemNote } from '../shared/problem-note.tsx';
import { Section } from '../shared/section.tsx';
import { FaceEnrolment } from './face-enrolment.tsx';
import classes from './person-face.module.css';
import { PersonFaceAlone } from './person-face-alone.tsx';
import { PersonFaceSample } from './person-face-sample.tsx';
import { ImpostorFaces, LearnedSightings } from './person-face-seen.tsx';
import { useFaceSamples } from './use-face-samples.ts';

/** The samples a person is recognised by, what was seen since, and whether that is ever enough. */
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
            <PersonFaceSample
              key={sample.id}
              person={person}
              sample={sample}
              name={`Sample ${index + 1}`}
              caption={qualityWords(sample.quality01)}
              removal={mayWrite ? REMOVAL : null}
            />
          ))}
        </ul>
      ) : null}
      {query.data ? (
        <>
          <LearnedSightings person={person} samples={query.data.learned} mayWrite={mayWrite} />
          <ImpostorFaces person={person} samples={query.data.impostors} mayWrite={mayWrite} />
          <PersonFaceAlone person={person} mayWrite={mayWrite} />
        </>
      ) : null}
      <Modal opened={enrolling} onClose={close} title={`The face of ${person.displayName}`} size={540}>
        <FaceEnrolment personId={person.id} />
      </Modal>
    </Section>
  );
}

const REMOVAL =
  'The photograph and what was learned from it are destroyed. It can be taken anew at any time.';

const qualityWords = (quality01: number): string =>
  quality01 >= 0.8 ? 'Very good' : quality01 >= 0.6 ? 'Good' : 'Usable';
