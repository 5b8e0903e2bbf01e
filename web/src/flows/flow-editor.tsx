import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconCheck, IconPlus } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { api } from '../api/client.ts';
import { useMay } from '../api/session.ts';
import type { FlowDetails, FlowDraft, FlowDraftStep, FlowJudgement } from '../api/types.ts';
import { BackLink } from '../shared/back-link.tsx';
import { useConfirm } from '../shared/confirm.tsx';
import type { FactorKind } from '../shared/factors.ts';
import { PageHeading } from '../shared/page-heading.tsx';
import { PageTop } from '../shared/page-top.tsx';
import { ProblemNote } from '../shared/problem-note.tsx';
import { Section } from '../shared/section.tsx';
import { ConditionFields } from './condition-fields.tsx';
import { FlowExtras } from './flow-extras.tsx';
import { StepCard } from './step-card.tsx';
import { useFlowCheck } from './use-flow-check.ts';

interface FlowEditorProps {
  id: string | null;
  draft: FlowDraft;
  usedAt: FlowDetails['usedAt'];
  missing: ReadonlyMap<FactorKind, string>;
}

const FIRST_STEP: FlowDraftStep = { anyOf: ['password'], timeLimitMs: 120_000 };

export function FlowEditor({ id, draft: given, usedAt, missing }: FlowEditorProps) {
  const mayWrite = useMay('flows.write');
  const [draft, setDraft] = useState(given);
  const judgement = useFlowCheck(id, draft);
  const put = (change: Partial<FlowDraft>) => setDraft((was) => ({ ...was, ...change }));
  const putStep = (index: number, step: FlowDraftStep | null) =>
    put({ steps: draft.steps.flatMap((one, at) => (at !== index ? [one] : step ? [step] : [])) });
  const move = (index: number, by: -1 | 1) => {
    const steps = [...draft.steps];
    const [step] = steps.splice(index, 1);
    if (step) steps.splice(index + by, 0, step);
    put({ steps });
  };
  return (
    <>
      <PageTop>
        <BackLink to="/flows">Flows</BackLink>
        <PageHeading>{id ? given.name : 'Add a flow'}</PageHeading>
        {usedAt.length > 0 ? (
          <Text c="dimmed">Used at {usedAt.map(({ name }) => name).join(', ')}</Text>
        ) : null}
      </PageTop>
      <fieldset disabled={!mayWrite} style={{ border: 0, padding: 0, margin: 0 }}>
        <Stack gap="lg">
          <Section title="What it is called">
            <TextInput
              label="Name"
              required
              maxLength={80}
              value={draft.name}
              onChange={(event) => put({ name: event.currentTarget.value })}
            />
            <TextInput
              label="Description"
              maxLength={500}
              value={draft.description}
              onChange={(event) => put({ description: event.currentTarget.value })}
            />
          </Section>
          <Section title="Steps" description="In this order. A step takes one of the factors chosen in it.">
            {draft.steps.length === 0 ? (
              <Text c="dimmed">No step yet: add the first thing that is asked for.</Text>
            ) : null}
            <Stack gap="sm">
              {draft.steps.map((step, index) => (
                <StepCard
                  key={String(index)}
                  {...{ step, index, missing, move }}
                  of={draft.steps.length}
                  faults={judgement?.faults.filter((fault) => fault.step === index + 1) ?? []}
                  onChange={(next) => putStep(index, next)}
                />
              ))}
            </Stack>
            <Button
              variant="default"
              leftSection={<IconPlus size={18} />}
              disabled={draft.steps.length >= 10}
              onClick={() => put({ steps: [...draft.steps, FIRST_STEP] })}
            >
              Add a step
            </Button>
          </Section>
          <Section title="Who may pass" description="Everybody at any time, unless something is chosen.">
            <ConditionFields
              value={draft.allow}
              onChange={(allow) => setDraft(({ allow: _, ...was }) => (allow ? { ...was, allow } : was))}
            />
          </Section>
          <FlowExtras draft={draft} risks={judgement?.risks ?? []} onChange={setDraft} />
        </Stack>
      </fieldset>
      <Verdict judgement={judgement} />
      {mayWrite ? (
        <SaveBar
          id={id}
          draft={draft}
          ready={judgement !== null && judgement.faults.length === 0}
          inUse={usedAt.length > 0}
        />
      ) : null}
    </>
  );
}

/** What the flow asks for in words, and why it cannot be saved. */
function Verdict({ judgement }: { judgement: FlowJudgement | null }) {
  if (!judgement) return null;
  const fine = judgement.faults.length === 0;
  return (
    <Alert
      mt="lg"
      color={fine ? 'green' : 'red'}
      icon={fine ? <IconCheck /> : <IconAlertTriangle />}
      role="status"
      title={judgement.words}
    >
      {judgement.faults.map(({ sentence }) => (
        <Text key={sentence} size="sm">
          {sentence}
        </Text>
      ))}
    </Alert>
  );
}

interface SaveBarProps {
  id: string | null;
  draft: FlowDraft;
  ready: boolean;
  inUse: boolean;
}

function SaveBar({ id, draft, ready, inUse }: SaveBarProps) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { ask, dialog } = useConfirm();
  const add = api.useMutation('post', '/api/flows');
  const change = api.useMutation('put', '/api/flows/{id}');
  const remove = api.useMutation('delete', '/api/flows/{id}');
  const done = async (message: string) => {
    await queries.invalidateQueries({ queryKey: ['get', '/api/flows'] });
    await queries.invalidateQueries({ queryKey: ['get', '/api/access-points'] });
    notifications.show({ color: 'green', message });
    void navigate('/flows');
  };
  const save = async () => {
    const body = { ...draft, name: draft.name.trim() };
    const saved = id ? change.mutateAsync({ params: { path: { id } }, body }) : add.mutateAsync({ body });
    await saved.then(() => done(id ? 'The flow is changed.' : 'The flow is added.')).catch(() => undefined);
  };
  const drop = async () => {
    const text = 'Attempts under way go on as they began.';
    if (!id || !(await ask({ title: `Remove ${draft.name}?`, text, action: 'Remove' }))) return;
    await remove
      .mutateAsync({ params: { path: { id } } })
      .then(() => done('The flow is removed.'))
      .catch(() => undefined);
  };
  return (
    <Stack mt="lg" gap="sm">
      <ProblemNote problem={add.error ?? change.error ?? remove.error} />
      <Group justify="space-between">
        {id ? (
          <Button
            variant="subtle"
            color="red"
            disabled={inUse}
            title={inUse ? 'An access point uses it' : undefined}
            onClick={() => void drop()}
          >
            Remove
          </Button>
        ) : (
          <span />
        )}
        <Button
          loading={add.isPending || change.isPending}
          disabled={!ready || !draft.name.trim()}
          onClick={() => void save()}
        >
          {id ? 'Save' : 'Add'}
        </Button>
      </Group>
      {dialog}
    </Stack>
  );
}
