import { BlockList, isIP } from 'node:net';
import { z } from 'zod';
import { type GroupId, plainAddress } from '../kernel/index.ts';

/** By Home Assistant's names (CONVENTIONS). Until something is armed, `disarmed`. */
export const ALARM_STATES = [
  'disarmed',
  'armed_home',
  'armed_away',
  'armed_night',
  'armed_vacation',
  'armed_custom_bypass',
  'pending',
  'triggered',
  'arming',
] as const;
export type AlarmState = (typeof ALARM_STATES)[number];

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

const isNetwork = (text: string) => {
  const [address = '', bits, ...rest] = text.split('/');
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)]!;
  return most > 0 && rest.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && +bits <= most));
};

/** `days`: 0 = Sunday … 6. A window whose end is not after its start goes on past midnight. Local time of the site. */
const WINDOW_SCHEMA = z.strictObject({
  days: z.array(z.number().int().min(0).max(6)).min(1).max(7),
  from: z.string().regex(TIME, 'must be a time such as 08:00'),
  to: z.string().regex(TIME, 'must be a time such as 17:30'),
});
export type ScheduleWindow = z.infer<typeof WINDOW_SCHEMA>;

/** All that is given must hold; within a list, one is enough. */
export const CONDITION_SCHEMA = z.strictObject({
  schedule: z.array(WINDOW_SCHEMA).min(1).max(20).optional(),
  alarm: z.array(z.enum(ALARM_STATES)).min(1).optional(),
  networks: z
    .array(z.string().refine(isNetwork, 'must be an IP address, or a network such as 10.0.0.0/24'))
    .min(1)
    .max(50)
    .optional(),
  groups: z
    .array(
      z
        .string()
        .min(1)
        .max(64)
        .transform((id) => id as GroupId),
    )
    .min(1)
    .max(50)
    .optional(),
  /** True: holds when the rest does not. */
  not: z.boolean().optional(),
});
export type Condition = z.infer<typeof CONDITION_SCHEMA>;

/** What a condition looks at. */
export interface Circumstances {
  /** Local time of the site: `day` 0 = Sunday, `minute` of the day. */
  local: { day: number; minute: number };
  alarm: AlarmState;
  ipAddress: string;
  /** Of the person whom the factors led to; null while nobody is known. */
  groups: readonly GroupId[] | null;
}

const CONDITION_PARTS = ['schedule', 'alarm', 'networks', 'groups'] as const;
export type ConditionPart = (typeof CONDITION_PARTS)[number];

/**
 * Which parts do not hold; `unknown` when it hangs on a person who is not known yet.
 * With `not`, the answer is turned around as a whole and the parts are those that were named.
 */
export function checkCondition(
  condition: Condition,
  circumstances: Circumstances,
): { holds: boolean | 'unknown'; failed: ConditionPart[] } {
  const given = CONDITION_PARTS.filter((part) => condition[part] !== undefined);
  const answers = given.map((part) => [part, CHECKS[part](condition, circumstances)] as const);
  const failed = answers.filter(([, holds]) => holds === false).map(([part]) => part);
  const unknown = failed.length === 0 && answers.some(([, holds]) => holds === 'unknown');
  if (unknown) return { holds: 'unknown', failed: [] };
  const holds = failed.length === 0;
  if (!condition.not) return { holds, failed };
  return { holds: !holds, failed: holds ? given : [] };
}

const CHECKS: Record<ConditionPart, (condition: Condition, now: Circumstances) => boolean | 'unknown'> = {
  schedule: ({ schedule = [] }, { local }) => schedule.some((window) => isWithin(window, local)),
  alarm: ({ alarm = [] }, now) => alarm.includes(now.alarm),
  networks: ({ networks = [] }, { ipAddress }) => isInNetworks(networks, ipAddress),
  groups: ({ groups = [] }, now) =>
    now.groups === null ? 'unknown' : now.groups.some((group) => groups.includes(group)),
};

const minuteOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

function isWithin({ days, from, to }: ScheduleWindow, { day, minute }: Circumstances['local']): boolean {
  const [start, end] = [minuteOf(from), minuteOf(to)];
  if (start < end) return days.includes(day) && minute >= start && minute < end;
  const yesterday = (day + 6) % 7;
  return (days.includes(day) && minute >= start) || (days.includes(yesterday) && minute < end);
}

function isInNetworks(networks: readonly string[], ipAddress: string): boolean {
  const plain = plainAddress(ipAddress).split('%')[0]!;
  const family = isIP(plain);
  if (family === 0) return false;
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    const type = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, type);
    else list.addSubnet(address, Number(bits), type);
  }
  return list.check(plain, family === 6 ? 'ipv6' : 'ipv4');
}
