import { Button, Group, Skeleton, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ProblemNote } from '../shared/problem-note.tsx';
import { Section } from '../shared/section.tsx';

interface SettingsSectionProps<Stored> {
  title: string;
  description: string;
  query: { data: Stored | undefined; error: unknown; isPending: boolean; refetch: () => unknown };
  /** Of the form, px: what stands there while it is fetched. */
  height: number;
  children: (stored: Stored) => ReactNode;
}

/** One page of settings: what is stored, once it is there. */
export function SettingsSection<Stored>(props: SettingsSectionProps<Stored>) {
  const { title, description, query, height, children } = props;
  return (
    <Stack maw={720}>
      <Section title={title} description={description}>
        <ProblemNote problem={query.error} onRetry={() => void query.refetch()} />
        {query.isPending ? <Skeleton h={height} /> : null}
        {query.data === undefined ? null : children(query.data)}
      </Section>
    </Stack>
  );
}

/** What follows a save: the page shows what the server answered, and says so. */
export function useSaved(queryKey: QueryKey, form: { resetDirty: () => void }, message: string) {
  const queries = useQueryClient();
  return {
    onSuccess: (now: unknown) => {
      queries.setQueryData(queryKey, now);
      form.resetDirty();
      notifications.show({ color: 'green', message });
    },
  };
}

interface SaveRowProps {
  mayWrite: boolean;
  form: { isDirty: () => boolean };
  save: { error: unknown; isPending: boolean };
}

/** Why it was not saved, and the button. Whoever may only read sees none. */
export function SaveRow({ mayWrite, form, save }: SaveRowProps) {
  return (
    <>
      <ProblemNote problem={save.error} />
      {mayWrite ? (
        <Group justify="flex-end">
          <Button type="submit" disabled={!form.isDirty()} loading={save.isPending}>
            Save
          </Button>
        </Group>
      ) : null}
    </>
  );
}
