import { Anchor, Stack, Text, Title } from '@mantine/core';
import { Link } from 'react-router';
import { useMay } from '../api/session.ts';
import type { Delivery, LogEvent } from '../api/types.ts';
import { DeliveryLine } from '../deliveries/delivery-line.tsx';
import { FactList } from '../shared/fact-list.tsx';
import { instantWords } from '../shared/time-words.ts';
import { AttemptTimeline } from './attempt-timeline.tsx';
import { endOf, faceFactsOf, reasonWords, stepWords } from './attempt-words.ts';
import { NotThisPerson } from './not-this-person.tsx';
import { Snapshot } from './snapshot.tsx';

interface AttemptDetailsProps {
  events: LogEvent[];
  deliveries: Delivery[];
  flow: string | null;
  trace: { step: number; sentence: string; at: number }[];
}

/** The photograph first, then the facts, then how it went, then who was told. */
export function AttemptDetails({ events, deliveries, flow, trace }: AttemptDetailsProps) {
  const seesDeliveries = useMay('deliveries.read');
  const seesPeople = useMay('people.read');
  const { end, event } = endOf(events);
  const about = event ?? events.at(-1);
  if (!about) return <Text c="dimmed">Nothing is known about this attempt.</Text>;
  const snapshotId = event?.snapshotId ?? events.findLast((each) => each.snapshotId)?.snapshotId;
  const person = about.person ?? events.find((each) => each.person)?.person ?? null;
  return (
    <Stack gap="lg" pb="lg">
      {snapshotId ? (
        <Snapshot id={snapshotId} alt="The photograph that was taken during the attempt" size="full" />
      ) : null}
      <Text fz="lg" fw={600} lh={1.35}>
        {about.sentence}
      </Text>
      <FactList
        facts={[
          ['When', instantWords(about.at)],
          ['Where', about.accessPoint ? `${about.accessPoint.name}, ${about.accessPoint.place}` : null],
          [
            end === 'granted' ? 'Who' : 'Who was claimed',
            person ? (
              seesPeople ? (
                <Anchor key="who" component={Link} to={`/people/${person.id}`} inherit>
                  {person.displayName}
                </Anchor>
              ) : (
                person.displayName
              )
            ) : (
              'Nobody'
            ),
          ],
          ['Why refused', end === 'denied' ? reasonWords(about) : null],
          ['Failed at', end === 'denied' ? stepWords(about) : null],
          ...faceFactsOf(events),
          ['Flow', flow],
          ['IP address', about.ipAddress],
        ]}
      />
      {end === 'granted' && person && about.attemptId && snapshotId ? (
        <NotThisPerson attemptId={about.attemptId} person={person} events={events} />
      ) : null}
      <section>
        <Title order={2} mb="sm">
          How it went
        </Title>
        <AttemptTimeline events={events} />
      </section>
      {trace.length > 0 ? (
        <section>
          <Title order={2} mb="sm">
            Why
          </Title>
          <ol style={{ margin: 0, paddingLeft: '1.2em', lineHeight: 1.7 }}>
            {trace.map(({ sentence }, index) => (
              <li key={String(index)}>{sentence}</li>
            ))}
          </ol>
        </section>
      ) : null}
      {seesDeliveries ? (
        <section>
          <Title order={2} mb="sm">
            Who was told
          </Title>
          {deliveries.length === 0 ? (
            <Text c="dimmed" size="sm">
              {end === 'denied' ? 'Nobody: this kind of refusal sends no alert.' : 'Nobody had to be.'}
            </Text>
          ) : (
            <Stack gap="xs">
              {deliveries.map((delivery) => (
                <DeliveryLine key={delivery.id} delivery={delivery} />
              ))}
            </Stack>
          )}
        </section>
      ) : null}
    </Stack>
  );
}
