import { Stack, Text, ThemeIcon } from '@mantine/core';
import type { IconLock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { PageHeading } from './page-heading.tsx';

interface EmptyStateProps {
  icon: typeof IconLock;
  title: string;
  children: ReactNode;
  /** Where to go from here. */
  action?: ReactNode;
  /** True when it is the whole page. */
  heading?: boolean;
}

/** Nothing here, and what to do next. */
export function EmptyState({ icon: Icon, title, children, action, heading }: EmptyStateProps) {
  return (
    <Stack align="center" ta="center" gap="sm" py={heading ? '12dvh' : 44} px="md">
      <ThemeIcon size={60} radius="50%" variant="light">
        <Icon size={28} stroke={1.6} aria-hidden="true" />
      </ThemeIcon>
      {heading ? (
        <PageHeading size="h2" ta="center">
          {title}
        </PageHeading>
      ) : (
        <Text fw={600} fz="lg">
          {title}
        </Text>
      )}
      <Text c="dimmed" maw={440}>
        {children}
      </Text>
      {action}
    </Stack>
  );
}
