import { Button, List, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconFaceId, IconMail, IconUserShield } from '@tabler/icons-react';
import { LogoMark } from '../shared/logo.tsx';
import { PageHeading } from '../shared/page-heading.tsx';

const icon = (Icon: typeof IconMail) => (
  <ThemeIcon size={38} radius="md" variant="light">
    <Icon size={21} />
  </ThemeIcon>
);

export function WelcomeStep({ onNext }: { onNext: () => void }) {
  return (
    <Stack gap="lg">
      <LogoMark size={56} />
      <Stack gap={8}>
        <PageHeading>Welcome to Sallyport</PageHeading>
        <Text c="dimmed">
          It decides who may pass, photographs who may not, and tells you at once. Three short steps, about
          three minutes. Everything stays on this machine.
        </Text>
      </Stack>
      <List spacing="md" center listStyleType="none">
        <List.Item icon={icon(IconUserShield)}>You become the first administrator</List.Item>
        <List.Item icon={icon(IconFaceId)}>
          Sallyport learns your face, by camera or from photographs
        </List.Item>
        <List.Item icon={icon(IconMail)}>You say through which mail server it may reach you</List.Item>
      </List>
      <Button size="md" onClick={onNext}>
        Begin
      </Button>
    </Stack>
  );
}
