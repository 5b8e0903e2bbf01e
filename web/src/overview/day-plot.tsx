import { Group, Text, VisuallyHidden } from '@mantine/core';
import type { Overview } from '../api/types.ts';
import classes from './day-plot.module.css';

type Hours = Overview['lastDay'];

const W = 24;
const H = 9;
const BAR = 0.62;

const hourWords = (at: number): string =>
  new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });

/** Grants and refusals by the hour; the same numbers stand in a table for those who do not see the bars. */
export function DayPlot({ hours }: { hours: Hours }) {
  const granted = sum(hours, 'granted');
  const denied = sum(hours, 'denied');
  const most = Math.max(1, ...hours.map((hour) => hour.granted + hour.denied));
  const height = (count: number) => (count / most) * (H - 0.4);
  return (
    <div>
      <Group gap="xl" mb="md">
        <Total value={granted} label="granted" mark={classes.grantedMark} />
        <Total value={denied} label="refused" mark={classes.deniedMark} />
      </Group>
      <svg viewBox={`0 0 ${W} ${H}`} className={classes.plot} preserveAspectRatio="none" aria-hidden="true">
        {hours.map((hour, index) => {
          const up = height(hour.granted);
          const over = height(hour.denied);
          const x = (index * W) / hours.length + (1 - BAR) / 2;
          return (
            <g key={hour.from}>
              <title>{`${hourWords(hour.from)}: ${hour.granted} granted, ${hour.denied} refused`}</title>
              <rect x={x} y={H - 0.14} width={BAR} height={0.14} className={classes.base} />
              <rect x={x} y={H - up} width={BAR} height={up} className={classes.granted} />
              <rect x={x} y={H - up - over} width={BAR} height={over} className={classes.denied} />
            </g>
          );
        })}
      </svg>
      <Group justify="space-between" mt={6} aria-hidden="true">
        <Text size="xs" c="dimmed">
          {hours[0] ? hourWords(hours[0].from) : ''}
        </Text>
        <Text size="xs" c="dimmed">
          now
        </Text>
      </Group>
      <HoursTable hours={hours} />
    </div>
  );
}

function Total({ value, label, mark }: { value: number; label: string; mark: string | undefined }) {
  return (
    <div>
      <Text fz="1.9rem" fw={640} lh={1.1} style={{ fontVariantNumeric: 'tabular-nums' }}>
        {value}
      </Text>
      <Text size="sm" c="dimmed" style={{ display: 'flex', alignItems: 'center', gap: 7 }}>
        <span className={mark} aria-hidden="true" />
        {label}
      </Text>
    </div>
  );
}

function HoursTable({ hours }: { hours: Hours }) {
  return (
    <VisuallyHidden>
      <table>
        <caption>Grants and refusals by the hour, the last 24 hours</caption>
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col">Granted</th>
            <th scope="col">Refused</th>
          </tr>
        </thead>
        <tbody>
          {hours
            .filter((hour) => hour.granted + hour.denied > 0)
            .map((hour) => (
              <tr key={hour.from}>
                <th scope="row">{hourWords(hour.from)}</th>
                <td>{hour.granted}</td>
                <td>{hour.denied}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </VisuallyHidden>
  );
}

const sum = (hours: Hours, key: 'granted' | 'denied'): number =>
  hours.reduce((total, hour) => total + hour[key], 0);
