import { Anchor, Badge, Group, Stack, Text } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { Link } from 'react-router';
import type { FlowDetails } from '../api/types.ts';
import { factorLabel } from '../shared/factors.ts';
import classes from './flows.module.css';

/** One flow: its steps at a glance, in words, and where it is used. */
export function FlowCard({ flow }: { flow: FlowDetails }) {
  const { id, draft, words, usedAt, faults } = flow;
  return (
    <article className={classes.card} aria-label={draft.name}>
      <Stack gap={6}>
        <Group gap={8}>
          <Anchor component={Link} to={`/flows/${id}`} fw={600}>
            {draft.name}
          </Anchor>
          {draft.watch ? <Badge color="yellow">Watched</Badge> : null}
          {draft.accepted.length > 0 ? <Badge color="red">Risk accepted</Badge> : null}
          {faults.length > 0 ? <Badge color="red">Cannot be used as it is</Badge> : null}
          {usedAt.length === 0 ? <Badge color="gray">Not in use</Badge> : null}
        </Group>
        <Group gap={4} aria-hidden="true">
          {draft.steps.map((step, index) => (
            <Group key={String(index)} gap={4}>
              {index > 0 ? <IconChevronRight size={14} /> : null}
              <Badge variant="outline" color="gray">
                {step.anyOf.map(factorLabel).join(' or ')}
              </Badge>
            </Group>
          ))}
        </Group>
        <Text size="sm" c="dimmed">
          {words}
        </Text>
        {usedAt.length > 0 ? (
          <Text size="sm" c="dimmed">
            Used at {usedAt.map(({ name }) => name).join(', ')}
          </Text>
        ) : null}
        {faults[0] ? (
          <Text size="sm" c="red">
            {faults[0].sentence}
          </Text>
        ) : null}
      </Stack>
    </article>
  );
}
