import type { FactorKind, FlowId, GroupId, PersonId } from '../kernel/index.ts';
import { PANEL_ACCESS_POINT_ID } from './access-point.ts';
import type { AlarmState, Condition, ScheduleWindow } from './condition.ts';
import type { FlowDraft } from './flow.ts';
import { whatIf } from './what-if.ts';

/** One of those who must not be shut out of the panel. */
export interface PanelOwner {
  id: PersonId;
  groups: readonly GroupId[];
  leastFactors: number;
  held: readonly FactorKind[];
  /** What they could show if more were asked for, the best first. */
  couldShow: readonly FactorKind[];
}

/** What the panel's own sign-in must go on to allow. */
export interface PanelUse {
  owners: readonly PanelOwner[];
  /** Where owners can be: the address of whoever changes it, and this machine. */
  addresses: readonly string[];
  /** The state that the alarm is in now. */
  alarm: AlarmState;
  /** Whether whoever changes it may let the panel open by a face alone, or by weak factors alone. */
  mayAcceptRisks: boolean;
}

/** Pure: whether some owner gets through at some time of the week, by the rules that decide real attempts. */
export function isOpenToAnOwner(draft: FlowDraft, { owners, addresses, alarm }: PanelUse): boolean {
  const times = timesOf(draft);
  return owners.some((owner) =>
    addresses.some((ipAddress) =>
      times.some((local) => {
        const { groups, leastFactors, couldShow, held, id: personId } = owner;
        const around = { local, alarm, ipAddress, groups, leastFactors, couldShow };
        const flow = { ...draft, id: 'draft' as FlowId };
        const question = { flow, personId, whyNot: null, around, held, ...PLACE };
        return [held, [...held].reverse()].some(
          (shown) => whatIf({ ...question, shown }).status === 'granted',
        );
      }),
    ),
  );
}

const PLACE = { accessPointId: PANEL_ACCESS_POINT_ID, at: 0 };

const minuteOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** The week is alike between the edges of the windows that the flow names: one time of each stretch is enough. */
function timesOf({ steps, allow }: FlowDraft): { day: number; minute: number }[] {
  const conditions = [allow, ...steps.map(({ when }) => when)].filter((one): one is Condition => !!one);
  const windows: ScheduleWindow[] = conditions.flatMap(({ schedule = [] }) => schedule);
  const minutes = new Set([0, ...windows.flatMap(({ from, to }) => [minuteOf(from), minuteOf(to)])]);
  return Array.from({ length: 7 }, (_, day) => [...minutes].map((minute) => ({ day, minute }))).flat();
}
