import { Anchor, Badge, Button, Collapse, Group, Text } from '@mantine/core';
import { useDisclosure, useId } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconChevronDown, IconMail, IconRefresh } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useMay } from '../api/session.ts';
import type { Delivery } from '../api/types.ts';
import { RelativeTime } from '../shared/relative-time.tsx';
import { useNow } from '../shared/use-now.ts';
import classes from './delivery-card.module.css';
import { DeliveryHistory } from './delivery-history.tsx';
import { nextTryWords, recipientWords, STATES, triesWords } from './delivery-words.ts';

/** One message: what it is about, how it stands, and every answer it got. */
export function DeliveryCard({ delivery }: { delivery: Delivery }) {
  const [opened, { toggle }] = useDisclosure(delivery.state === 'rejected');
  const historyId = useId();
  const now = useNow('second');
  const state = STATES[delivery.state];
  const next = nextTryWords(delivery, now);
  const { event } = delivery;
  return (
    <article className={`sp-card ${classes.card}`}>
      <div className={classes.top}>
        <IconMail size={22} stroke={1.6} className={classes.icon} aria-hidden="true" />
        <div className={classes.words}>
          {event?.attemptId ? (
            <Anchor
              component={Link}
              to={`/log/attempts/${event.attemptId}`}
              c="var(--mantine-color-text)"
              fw={500}
            >
              {event.sentence}
            </Anchor>
          ) : (
            <Text fw={500}>{event?.sentence ?? 'A message about an event that is no longer kept'}</Text>
          )}
          <Text size="sm" c="dimmed">
            To {recipientWords(delivery)} · <RelativeTime at={delivery.createdAt} /> ·{' '}
            {triesWords(delivery.tries)}
            {next ? ` · ${next}` : ''}
          </Text>
        </div>
        <Badge color={state.color} size="lg">
          {state.label}
        </Badge>
      </div>
      <Group gap="xs" className={classes.actions}>
        {delivery.history.length > 0 ? (
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            onClick={toggle}
            aria-expanded={opened}
            aria-controls={historyId}
            rightSection={<IconChevronDown size={16} className={classes.chevron} data-open={opened} />}
          >
            What the mail server said
          </Button>
        ) : null}
        <TryNow delivery={delivery} />
      </Group>
      <Collapse expanded={opened} id={historyId}>
        <DeliveryHistory history={delivery.history} />
      </Collapse>
    </article>
  );
}

function TryNow({ delivery }: { delivery: Delivery }) {
  const allowed = useMay('deliveries.retry');
  const queries = useQueryClient();
  const retry = api.useMutation('post', '/api/deliveries/{id}/retry');
  if (!allowed || delivery.state === 'delivered') return null;
  const press = () =>
    retry.mutate(
      { params: { path: { id: delivery.id } } },
      {
        onSuccess: () => notifications.show({ message: 'The message is being tried again now.' }),
        onError: (error) => notifications.show({ color: 'red', message: problemOf(error).message }),
        onSettled: () => void queries.invalidateQueries({ queryKey: ['get', '/api/deliveries'] }),
      },
    );
  return (
    <Button
      size="compact-sm"
      variant="light"
      leftSection={<IconRefresh size={16} />}
      loading={retry.isPending}
      onClick={press}
    >
      Try now
    </Button>
  );
}
