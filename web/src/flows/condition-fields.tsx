import {
  ActionIcon,
  Button,
  Chip,
  Group,
  MultiSelect,
  Stack,
  Switch,
  TagsInput,
  TextInput,
} from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { api } from '../api/client.ts';
import type { FlowCondition } from '../api/types.ts';
import { ALARM_CHOICES } from './alarm-states.ts';

interface ConditionFieldsProps {
  value: FlowCondition | undefined;
  onChange: (value: FlowCondition | undefined) => void;
}

type ScheduleWindow = NonNullable<FlowCondition['schedule']>[number];

/** Monday first; Sunday is 0. */
const DAYS = [1, 2, 3, 4, 5, 6, 0];
const DAY_NAMES = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const WORKDAY: ScheduleWindow = { days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' };

/** Times, alarm, networks and groups: all that is given must hold. */
export function ConditionFields({ value = {}, onChange }: ConditionFieldsProps) {
  const groups = api.useQuery('get', '/api/groups');
  const put = (change: Partial<FlowCondition>) => onChange(tidy({ ...value, ...change }));
  const windows = value.schedule ?? [];
  return (
    <Stack gap="sm">
      {windows.map((window, index) => (
        <WindowRow
          key={String(index)}
          window={window}
          onChange={(next) =>
            put({ schedule: windows.flatMap((one, at) => (at !== index ? [one] : next ? [next] : [])) })
          }
        />
      ))}
      <Button
        variant="subtle"
        size="compact-sm"
        w="fit-content"
        leftSection={<IconPlus size={16} />}
        onClick={() => put({ schedule: [...windows, WORKDAY] })}
      >
        Add times of the week
      </Button>
      <MultiSelect
        label="While the alarm is"
        description="There is no alarm to arm yet: it counts as disarmed"
        placeholder={value.alarm ? undefined : 'In any state'}
        data={ALARM_CHOICES}
        value={value.alarm ?? []}
        onChange={(alarm) => put({ alarm: alarm as NonNullable<FlowCondition['alarm']> })}
      />
      <TagsInput
        label="From networks"
        description="IP addresses or networks such as 10.0.0.0/24"
        placeholder={value.networks ? undefined : 'From anywhere'}
        value={value.networks ?? []}
        onChange={(networks) => put({ networks })}
      />
      <MultiSelect
        label="For members of"
        placeholder={value.groups ? undefined : 'Any group or none'}
        data={groups.data?.groups.map(({ id, name }) => ({ value: id, label: name })) ?? []}
        value={value.groups ?? []}
        nothingFoundMessage="There is no group yet: make one under People"
        onChange={(wanted) => put({ groups: wanted })}
      />
      {Object.keys(value).length > 0 ? (
        <Switch
          label="The other way round: only when this does not hold"
          checked={value.not === true}
          onChange={(event) => put({ not: event.currentTarget.checked })}
        />
      ) : null}
    </Stack>
  );
}

/** Without what is empty; undefined when nothing is left. */
function tidy({ schedule, alarm, networks, groups, not }: FlowCondition): FlowCondition | undefined {
  const left: FlowCondition = {
    ...(schedule?.length ? { schedule } : {}),
    ...(alarm?.length ? { alarm } : {}),
    ...(networks?.length ? { networks } : {}),
    ...(groups?.length ? { groups } : {}),
  };
  return Object.keys(left).length === 0 ? undefined : { ...left, ...(not ? { not } : {}) };
}

function WindowRow({
  window,
  onChange,
}: {
  window: ScheduleWindow;
  onChange: (next: ScheduleWindow | null) => void;
}) {
  const days = (chosen: string[]) => chosen.length > 0 && onChange({ ...window, days: chosen.map(Number) });
  return (
    <Group gap="sm" align="flex-end">
      <Chip.Group multiple value={window.days.map(String)} onChange={days}>
        <Group gap={4}>
          {DAYS.map((day) => (
            <Chip key={day} value={String(day)} size="xs">
              {DAY_NAMES[day]}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      <TextInput
        type="time"
        aria-label="From"
        w={110}
        value={window.from}
        onChange={(event) =>
          event.currentTarget.value && onChange({ ...window, from: event.currentTarget.value.slice(0, 5) })
        }
      />
      <TextInput
        type="time"
        aria-label="Until"
        w={110}
        value={window.to}
        onChange={(event) =>
          event.currentTarget.value && onChange({ ...window, to: event.currentTarget.value.slice(0, 5) })
        }
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        size={36}
        aria-label="Remove these times"
        onClick={() => onChange(null)}
      >
        <IconTrash size={18} />
      </ActionIcon>
    </Group>
  );
}
