import { Button, List, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { Link } from 'react-router';
import { PageHeading } from '../shared/page-heading.tsx';

export function DoneStep() {
  return (
    <Stack gap="lg" align="flex-start">
      <ThemeIcon size={64} radius="50%" color="green">
        <IconCheck size={36} />
      </ThemeIcon>
      <Stack gap={6}>
        <PageHeading>Sallyport is ready</PageHeading>
        <Text c="dimmed">
          The set-up link is void from now on. From here you sign in with password and face.
        </Text>
      </Stack>
      <List spacing={6}>
        <List.Item>Add the people who may pass, and enrol their faces.</List.Item>
        <List.Item>Pair the tablet at your door with its kiosk, under Settings, Access points.</List.Item>
        <List.Item>Try it with somebody who is not enrolled, and see the mail arrive.</List.Item>
      </List>
      <Button component={Link} to="/" size="md">
        Open the panel
      </Button>
    </Stack>
  );
}
