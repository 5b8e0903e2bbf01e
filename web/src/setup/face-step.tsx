import { Button, Group, Stack, Text } from '@mantine/core';
import { FaceEnrolment } from '../people/face-enrolment.tsx';
import { useFaceSamples } from '../people/use-face-samples.ts';
import { PageHeading } from '../shared/page-heading.tsx';

interface FaceStepProps {
  personId: string;
  onBack: (() => void) | null;
  onNext: () => void;
}

export function FaceStep({ personId, onBack, onNext }: FaceStepProps) {
  const samples = useFaceSamples(personId);
  const taken = samples.data?.samples.filter((sample) => sample.current).length ?? 0;
  const least = samples.data?.least ?? 3;
  const missing = Math.max(0, least - taken);
  return (
    <Stack gap="lg">
      <Stack gap={4}>
        <PageHeading>Your face</PageHeading>
        <Text c="dimmed">
          {least} samples are needed, five are better. They stay on this machine, sealed with a key of your
          own.
        </Text>
      </Stack>
      <FaceEnrolment personId={personId} />
      <Group justify="space-between" mt="xs">
        {onBack ? (
          <Button variant="default" size="md" onClick={onBack}>
            Back
          </Button>
        ) : (
          <span />
        )}
        <Group gap="sm">
          {missing > 0 ? (
            <Text size="sm" c="dimmed">
              {missing} more to go
            </Text>
          ) : null}
          <Button size="md" disabled={missing > 0} onClick={onNext}>
            Continue
          </Button>
        </Group>
      </Group>
    </Stack>
  );
}
