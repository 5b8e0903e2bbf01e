import {
  ActionIcon,
  Chip,
  Collapse,
  Group,
  NumberInput,
  Stack,
  Switch,
  Text,
  Tooltip,
  UnstyledButton,
} from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { FlowDraftStep, FlowFault } from '../api/types.ts';
import { FACTORS, type FactorKind } from '../shared/factors.ts';
import { ConditionFields } from './condition-fields.tsx';
import classes from './flows.module.css';

interface StepCardProps {
  step: FlowDraftStep;
  index: number;
  of: number;
  missing: ReadonlyMap<FactorKind, string>;
  faults: readonly FlowFault[];
  move: (index: number, by: -1 | 1) => void;
  /** Null removes it. */
  onChange: (step: FlowDraftStep | null) => void;
}

const KINDS = Object.keys(FACTORS) as FactorKind[];

export function StepCard({ step, index, of, missing, faults, move, onChange }: StepCardProps) {
  const [more, setMore] = useState(step.when !== undefined);
  const choose = (kinds: string[]) => {
    const anyOf = KINDS.filter((kind) => kinds.includes(kind));
    const { liveness: _, ...rest } = step;
    if (anyOf.length > 0) onChange({ ...(anyOf.includes('face') ? step : rest), anyOf });
  };
  const name = `Step ${index + 1}`;
  return (
    <section className={classes.step} data-faulty={faults.length > 0} aria-label={name}>
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap">
          <Text fw={600}>{name}</Text>
          <Group gap={4} wrap="nowrap">
            <Move
              label={`Move ${name} up`}
              icon={IconArrowUp}
              disabled={index === 0}
              onClick={() => move(index, -1)}
            />
            <Move
              label={`Move ${name} down`}
              icon={IconArrowDown}
              disabled={index === of - 1}
              onClick={() => move(index, 1)}
            />
            <Move label={`Remove ${name}`} icon={IconTrash} onClick={() => onChange(null)} />
          </Group>
        </Group>
        <Chip.Group multiple value={step.anyOf} onChange={choose}>
          <Group gap={8}>
            {KINDS.map((kind) => (
              <Tooltip key={kind} label={missing.get(kind)} disabled={!missing.has(kind)}>
                <div>
                  <Chip value={kind} size="sm" disabled={missing.has(kind) && !step.anyOf.includes(kind)}>
                    {FACTORS[kind].label}
                  </Chip>
                </div>
              </Tooltip>
            ))}
          </Group>
        </Chip.Group>
        {step.anyOf.includes('face') ? (
          <Switch
            label="It must be a living face"
            description="The camera asks for movements that a photograph cannot do"
            checked={step.liveness === true}
            onChange={(event) =>
              onChange({
                ...step,
                liveness: event.currentTarget.checked,
                timeLimitMs: event.currentTarget.checked
                  ? Math.max(80_000, step.timeLimitMs)
                  : step.timeLimitMs,
              })
            }
          />
        ) : null}
        <Group gap="md" align="flex-end">
          <NumberInput
            label="Time, seconds"
            w={140}
            min={5}
            max={900}
            value={step.timeLimitMs / 1_000}
            onChange={(value) => onChange({ ...step, timeLimitMs: clamp(value, 5, 900) * 1_000 })}
          />
          <NumberInput
            label="Tries"
            w={140}
            min={1}
            max={10}
            placeholder="As usual"
            value={step.tries ?? ''}
            onChange={(value) => onChange(withTries(step, value))}
          />
        </Group>
        <UnstyledButton
          onClick={() => setMore(!more)}
          aria-expanded={more}
          c="var(--mantine-color-anchor)"
          fz="sm"
        >
          {more ? 'Always ask for it' : 'Ask for it only under conditions …'}
        </UnstyledButton>
        <Collapse expanded={more}>
          <ConditionFields value={step.when} onChange={(when) => onChange(withWhen(step, when))} />
        </Collapse>
        {faults.map(({ sentence }) => (
          <Text key={sentence} c="red" size="sm" role="alert">
            {sentence}
          </Text>
        ))}
      </Stack>
    </section>
  );
}

const clamp = (value: string | number, least: number, most: number) =>
  Math.min(most, Math.max(least, Math.round(Number(value) || least)));

function withTries({ tries: _, ...step }: FlowDraftStep, value: string | number): FlowDraftStep {
  return value === '' ? step : { ...step, tries: clamp(value, 1, 10) };
}

function withWhen({ when: _, ...step }: FlowDraftStep, when: FlowDraftStep['when']): FlowDraftStep {
  return when ? { ...step, when } : step;
}

function Move({
  label,
  icon: Icon,
  disabled,
  onClick,
}: {
  label: string;
  icon: typeof IconTrash;
  disabled?: boolean;
  onClick: () => void;
}) {
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={36}
      aria-label={label}
      disabled={disabled ?? false}
      onClick={onClick}
    >
      <Icon size={18} />
    </ActionIcon>
  );
}
