import { Anchor, Button, Skeleton, Stack, Text } from '@mantine/core';
import { Link } from 'react-router';
import { api } from '../api/client.ts';
import { LiveDot } from '../log/live-dot.tsx';
import { PageHeading } from '../shared/page-heading.tsx';
import { PageTop } from '../shared/page-top.tsx';
import { ProblemNote } from '../shared/problem-note.tsx';
import { Section } from '../shared/section.tsx';
import { DayPlot } from './day-plot.tsx';
import { LatestEvents } from './latest-events.tsx';
import classes from './overview.module.css';
import { Standing } from './standing.tsx';

const REFRESH_MS = 60_000;

/** Is everything in order, what happened lately, and what to do next. */
export function OverviewPage() {
  const query = api.useQuery('get', '/api/overview', {}, { refetchInterval: REFRESH_MS });
  return (
    <>
      <PageTop side={<LiveDot />}>
        <PageHeading>Overview</PageHeading>
        <Text c="dimmed">How things stand now.</Text>
      </PageTop>
      <ProblemNote problem={query.error} onRetry={() => void query.refetch()} />
      <div className={classes.grid}>
        <Stack gap="lg" className={classes.wide}>
          {query.data ? <Standing overview={query.data} /> : null}
          {query.isPending ? <Skeleton h={180} radius="lg" /> : null}
          <Section
            title="Latest"
            side={
              <Anchor component={Link} to="/log" size="sm">
                All of the log
              </Anchor>
            }
          >
            <LatestEvents />
          </Section>
        </Stack>
        <Stack gap="lg">
          {query.isPending ? <Skeleton h={240} radius="lg" /> : null}
          {query.data ? (
            <>
              <Section title="The last 24 hours">
                <DayPlot hours={query.data.lastDay} />
              </Section>
              <Section title="People">
                <div className={classes.numbers}>
                  <Figure value={query.data.people} label={query.data.people === 1 ? 'person' : 'people'} />
                  <Figure value={query.data.peopleWithFace} label="with a face" />
                </div>
                <Button component={Link} to="/people" variant="default">
                  See the people
                </Button>
              </Section>
            </>
          ) : null}
        </Stack>
      </div>
    </>
  );
}

function Figure({ value, label }: { value: number; label: string }) {
  return (
    <div>
      <Text fz="1.9rem" fw={640} lh={1.1} style={{ fontVariantNumeric: 'tabular-nums' }}>
        {value}
      </Text>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
    </div>
  );
}
