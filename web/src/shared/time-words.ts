const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600_000],
  ['month', 2_629_800_000],
  ['week', 604_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

export function relativeWords(at: number, now: number): string {
  const distance = at - now;
  // Two clocks are never quite the same: a little in the future is now.
  if (Math.abs(distance) < 45_000) return 'just now';
  const [unit, length] = UNITS.find(([, ms]) => Math.abs(distance) >= ms) ?? ['minute', 60_000];
  return relative.format(Math.round(distance / length), unit);
}

export const instantWords = (at: number): string =>
  new Date(at).toLocaleString([], { dateStyle: 'full', timeStyle: 'medium' });

/** “40 s”, “3 min”, “2 h”: how long something still takes. */
export function waitWords(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

/** “Today”, “Yesterday”, or the date. */
export function dayWords(at: number, now: number): string {
  const day = new Date(at);
  const distance = Math.round((startOfDay(now) - startOfDay(at)) / 86_400_000);
  if (distance === 0) return 'Today';
  if (distance === 1) return 'Yesterday';
  const sameYear = day.getFullYear() === new Date(now).getFullYear();
  return day.toLocaleDateString([], {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(sameYear ? {} : { year: 'numeric' }),
  });
}

const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0);
