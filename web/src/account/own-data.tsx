import { Anchor, Button, Group, Image, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { api } from '../api/client.ts';
import { ProblemNote } from '../shared/problem-note.tsx';
import { saveFile } from '../shared/save-file.ts';
import { Section } from '../shared/section.tsx';
import { instantWords } from '../shared/time-words.ts';

interface Photograph {
  id: string;
  takenAt: number;
  path: string;
}

/** Everything that is kept about somebody, for them to take along. */
export function OwnData() {
  const take = api.useMutation('post', '/api/me/export');
  const save = () =>
    take.mutate(
      {},
      {
        onSuccess: (data) => saveFile('about-me.json', 'application/json', JSON.stringify(data, null, 2)),
      },
    );
  const photographs = (take.data?.photographs ?? []) as Photograph[];
  return (
    <Section
      title="Your data"
      description="One file with everything that is kept about you, but for secrets, and every photograph of you."
    >
      <ProblemNote problem={take.error} />
      <Group justify="flex-end">
        <Button
          variant="default"
          leftSection={<IconDownload size={18} />}
          loading={take.isPending}
          onClick={save}
        >
          Take a copy
        </Button>
      </Group>
      {take.data ? <Photographs photographs={photographs} /> : null}
    </Section>
  );
}

function Photographs({ photographs }: { photographs: Photograph[] }) {
  if (photographs.length === 0)
    return (
      <Text size="sm" c="dimmed">
        The file is saved. There are no photographs of you.
      </Text>
    );
  return (
    <Stack gap="sm">
      <Text size="sm">The file is saved. These are the photographs; choose one to save it.</Text>
      <SimpleGrid cols={{ base: 3, xs: 4 }} spacing="xs">
        {photographs.map(({ id, takenAt, path }) => (
          <Anchor key={id} href={path} download={`${id}.jpg`} title={instantWords(takenAt)}>
            <Image src={path} alt={`Photograph of ${instantWords(takenAt)}`} radius="sm" loading="lazy" />
          </Anchor>
        ))}
      </SimpleGrid>
    </Stack>
  );
}
