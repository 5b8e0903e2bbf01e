import { Alert, Button, MultiSelect, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { IconCheck, IconHandStop } from '@tabler/icons-react';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { api } from '../api/client.ts';
import type { Thought } from '../api/types.ts';
import { BackLink } from '../shared/back-link.tsx';
import { FACTORS, type FactorKind } from '../shared/factors.ts';
import { PageHeading } from '../shared/page-heading.tsx';
import { PageTop } from '../shared/page-top.tsx';
import { ProblemNote } from '../shared/problem-note.tsx';
import { Section } from '../shared/section.tsx';
import { ALARM_CHOICES, type AlarmState } from './alarm-states.ts';
import classes from './flows.module.css';

const KINDS = Object.keys(FACTORS) as FactorKind[];

/** Who would pass where, when, with what: by the rules that decide real attempts, and nothing is written. */
export function WhatIfPage() {
  const [search] = useSearchParams();
  const people = api.useQuery('get', '/api/people');
  const points = api.useQuery('get', '/api/access-points');
  const think = api.useMutation('post', '/api/what-if');
  const [personId, setPerson] = useState(search.get('person'));
  const [accessPointId, setPoint] = useState(search.get('access-point'));
  const [factors, setFactors] = useState<FactorKind[]>([]);
  const [at, setAt] = useState('');
  const [ipAddress, setAddress] = useState('');
  const [alarm, setAlarm] = useState<AlarmState | null>(null);
  const ask = () => {
    if (!personId || !accessPointId) return;
    const body = {
      ...{ personId, accessPointId },
      ...(at ? { at: new Date(at).getTime() } : {}),
      ...(ipAddress.trim() ? { ipAddress: ipAddress.trim() } : {}),
      ...(alarm ? { alarm } : {}),
      ...(factors.length > 0 ? { factors } : {}),
    };
    think.mutate({ body });
  };
  return (
    <>
      <PageTop>
        <BackLink to="/flows">Flows</BackLink>
        <PageHeading>What if?</PageHeading>
        <Text c="dimmed">
          Who would pass where, when and with what. Nothing is written, and nobody is told.
        </Text>
      </PageTop>
      <Stack gap="lg">
        <ProblemNote problem={people.error ?? points.error} />
        <Section title="The question">
          <Select
            label="Person"
            placeholder="Choose somebody"
            searchable
            data={people.data?.people.map(({ id, displayName }) => ({ value: id, label: displayName })) ?? []}
            value={personId}
            onChange={setPerson}
          />
          <Select
            label="Access point"
            placeholder="Choose where"
            data={points.data?.accessPoints.map(({ id, name }) => ({ value: id, label: name })) ?? []}
            value={accessPointId}
            onChange={setPoint}
          />
          <MultiSelect
            label="Shows"
            placeholder={factors.length > 0 ? undefined : 'Everything they have'}
            data={KINDS.map((kind) => ({ value: kind, label: FACTORS[kind].label }))}
            value={factors}
            onChange={(kinds) => setFactors(kinds as FactorKind[])}
          />
          <SimpleGrid cols={{ base: 1, sm: 3 }}>
            <TextInput
              label="When"
              type="datetime-local"
              description="Now, when empty"
              value={at}
              onChange={(event) => setAt(event.currentTarget.value)}
            />
            <TextInput
              label="IP address"
              description="This device’s, when empty"
              value={ipAddress}
              onChange={(event) => setAddress(event.currentTarget.value)}
            />
            <Select
              label="Alarm"
              description="As it is now, when empty"
              placeholder="Disarmed"
              clearable
              data={ALARM_CHOICES}
              value={alarm}
              onChange={setAlarm}
            />
          </SimpleGrid>
          <ProblemNote problem={think.error} />
          <Button
            w="fit-content"
            loading={think.isPending}
            disabled={!personId || !accessPointId}
            onClick={ask}
          >
            Think it through
          </Button>
        </Section>
        {think.data ? <Answer thought={think.data} /> : null}
      </Stack>
    </>
  );
}

function Answer({ thought: { granted, trace } }: { thought: Thought }) {
  return (
    <Alert
      color={granted ? 'green' : 'red'}
      icon={granted ? <IconCheck /> : <IconHandStop />}
      title={granted ? 'Would be let in' : 'Would be refused'}
      role="status"
    >
      <ol className={classes.trace ?? ''}>
        {trace.map(({ sentence }, index) => (
          <li key={String(index)}>{sentence}</li>
        ))}
      </ol>
    </Alert>
  );
}
