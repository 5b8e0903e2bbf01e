import { Alert, Group, Loader, Stack, Text } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import '@mantine/dropzone/styles.css';
import { IconCircleCheck, IconPhotoUp, IconPhotoX } from '@tabler/icons-react';
import { useState } from 'react';
import type { PersonRef } from '../api/types.ts';
import type { EnrolmentWayProps } from './face-camera.tsx';
import { LookAlikeNote } from './look-alike-note.tsx';
import { SampleDots } from './sample-dots.tsx';
import { type UploadResult, uploadSample } from './upload-sample.ts';

const MAX_BYTES = 15 * 1024 * 1024;
const TYPES = ['image/jpeg', 'image/png', 'image/webp'];

interface Sent {
  key: string;
  name: string;
  result: UploadResult | null;
}

/** Photographs by drag and drop; each one is taken or refused with its reason. */
export function FaceUpload({ personId, taken, wanted, onChanged }: EnrolmentWayProps) {
  const [sent, setSent] = useState<Sent[]>([]);
  const busy = sent.some((each) => each.result === null);
  const resembles = uniquePeople(sent);

  const settle = (key: string, result: UploadResult) =>
    setSent((was) => was.map((each) => (each.key === key ? { ...each, result } : each)));

  const send = async (files: File[]) => {
    const fresh = files.map((file) => ({
      key: crypto.randomUUID?.() ?? `${file.name}${Math.random()}`,
      file,
    }));
    setSent((was) => [...fresh.map(({ key, file }) => ({ key, name: file.name, result: null })), ...was]);
    // One after the other, so that “too many” hits the last ones and not any.
    for (const { key, file } of fresh) settle(key, await uploadSample(personId, file));
    await onChanged();
  };

  const reject = (files: File[]) =>
    setSent((was) => [
      ...files.map((file) => ({ key: `${file.name}-${was.length}`, name: file.name, result: unfit(file) })),
      ...was,
    ]);

  return (
    <Stack gap="md">
      <Dropzone
        onDrop={(files) => void send(files)}
        onReject={(rejections) => reject(rejections.map((each) => each.file))}
        accept={TYPES}
        maxSize={MAX_BYTES}
        disabled={busy || taken >= wanted}
        aria-label="Choose photographs"
        inputProps={{ 'aria-label': 'Photographs' }}
        p="xl"
        radius="lg"
      >
        <Stack align="center" gap={6} ta="center">
          <IconPhotoUp size={36} stroke={1.5} aria-hidden="true" />
          <Text fw={600}>Drop photographs here, or press to choose</Text>
          <Text size="sm" c="dimmed">
            One face in each, looking at the camera. JPEG, PNG or WebP up to 15 MB.
          </Text>
        </Stack>
      </Dropzone>
      <SampleDots taken={taken} wanted={wanted} />
      <LookAlikeNote resembles={resembles} />
      {sent.length > 0 ? (
        <Stack gap="xs" aria-live="polite">
          {sent.map((each) => (
            <SentPhoto key={each.key} sent={each} />
          ))}
        </Stack>
      ) : null}
    </Stack>
  );
}

function SentPhoto({ sent }: { sent: Sent }) {
  if (sent.result === null) {
    return (
      <Group gap="sm">
        <Loader size="xs" aria-hidden="true" />
        <Text size="sm">Looking at {sent.name} …</Text>
      </Group>
    );
  }
  if (sent.result.ok) {
    return (
      <Group gap="sm" c="var(--mantine-color-success)" wrap="nowrap">
        <IconCircleCheck size={20} aria-hidden="true" style={{ flex: 'none' }} />
        <Text size="sm" c="var(--mantine-color-text)">
          {sent.name} was taken
        </Text>
      </Group>
    );
  }
  return (
    <Alert color="red" icon={<IconPhotoX />} title={`${sent.name} was refused`}>
      {sent.result.message}
    </Alert>
  );
}

function unfit(file: File): UploadResult {
  const message =
    file.size > MAX_BYTES
      ? 'The file is larger than 15 MB. Make it smaller, or take another one.'
      : 'This is not a JPEG, PNG or WebP photograph.';
  return { ok: false, message };
}

function uniquePeople(sent: Sent[]): PersonRef[] {
  const all = sent.flatMap((each) => (each.result?.ok ? each.result.resembles : []));
  return [...new Map(all.map((person) => [person.id, person])).values()];
}
