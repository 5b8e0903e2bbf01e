import type { FlowCondition } from '../api/types.ts';

export type AlarmState = NonNullable<FlowCondition['alarm']>[number];

const LABELS: Record<AlarmState, string> = {
  disarmed: 'Disarmed',
  arming: 'Being armed',
  armed_home: 'Armed, somebody home',
  armed_away: 'Armed, nobody home',
  armed_night: 'Armed for the night',
  armed_vacation: 'Armed for a holiday',
  armed_custom_bypass: 'Armed with exceptions',
  pending: 'About to go off',
  triggered: 'Alarm',
};

/** The states that an alarm can be in, as the choices of a form. */
export const ALARM_CHOICES = Object.entries(LABELS).map(([value, label]) => ({
  value: value as AlarmState,
  label,
}));
