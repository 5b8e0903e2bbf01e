import { Box, SegmentedControl, Stack, VisuallyHidden } from '@mantine/core';
import { IconCamera, IconPhotoUp } from '@tabler/icons-react';
import { useState } from 'react';
import { FaceCamera } from './face-camera.tsx';
import { FaceUpload } from './face-upload.tsx';
import { useFaceSamples, useSamplesChanged } from './use-face-samples.ts';

type Way = 'camera' | 'upload';

const label = (Icon: typeof IconCamera, text: string) => (
  <Box style={{ display: 'inline-flex', alignItems: 'center', gap: 8 }}>
    <Icon size={18} aria-hidden="true" />
    <span>{text}</span>
  </Box>
);

/** Three to five samples of a face, by camera or from photographs. */
export function FaceEnrolment({ personId }: { personId: string }) {
  const [way, setWay] = useState<Way>('camera');
  const samples = useFaceSamples(personId);
  const changed = useSamplesChanged();
  const taken = samples.data?.samples.filter((sample) => sample.current).length ?? 0;
  const wanted = samples.data?.wanted ?? 5;
  return (
    <Stack gap="lg">
      <div>
        <VisuallyHidden id="enrolment-way">How to take the samples</VisuallyHidden>
        <SegmentedControl
          fullWidth
          aria-labelledby="enrolment-way"
          value={way}
          onChange={(value) => setWay(value as Way)}
          data={[
            { value: 'camera', label: label(IconCamera, 'Camera') },
            { value: 'upload', label: label(IconPhotoUp, 'Photographs') },
          ]}
        />
      </div>
      {way === 'camera' ? (
        <FaceCamera personId={personId} taken={taken} wanted={wanted} onChanged={changed} />
      ) : (
        <FaceUpload personId={personId} taken={taken} wanted={wanted} onChanged={changed} />
      )}
    </Stack>
  );
}
