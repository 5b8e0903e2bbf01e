/** A date field's text (2026-12-31) for the first instant of a day, by this browser's calendar. */
export function dayOf(at: number | null): string {
  if (at === null) return '';
  const day = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/** The first instant of that day; null for none. */
export function dayBegins(text: string): number | null {
  const [year, month, day] = text.split('-').map(Number);
  return year && month && day ? new Date(year, month - 1, day).getTime() : null;
}

/** The last day of a validity belongs to it. */
export const lastDayOf = (until: number | null): string => (until === null ? '' : dayOf(until - 1));

export function dayEnds(text: string): number | null {
  const [year, month, day] = text.split('-').map(Number);
  return year && month && day ? new Date(year, month - 1, day + 1).getTime() : null;
}
