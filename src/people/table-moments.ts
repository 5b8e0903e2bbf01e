const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * A day by the local calendar, or an instant with its zone; undefined for anything else. The `last` day of a validity
 * belongs to it: it ends where the next day begins.
 */
export function readMoment(text: string, day: 'first' | 'last'): number | undefined {
  const [, year, month, date] = (DAY.exec(text) ?? []).map(Number);
  if (year !== undefined) {
    const begins = new Date(year, month! - 1, date);
    const exists = begins.getMonth() === month! - 1 && begins.getDate() === date;
    return exists ? new Date(year, month! - 1, date! + (day === 'last' ? 1 : 0)).getTime() : undefined;
  }
  const [at] = INSTANT.test(text) ? [Date.parse(text)] : [];
  return at !== undefined && realDay(text) && !Number.isNaN(at) ? at : undefined;
}

export const writeMoment = (at: number | null): string => (at === null ? '' : new Date(at).toISOString());

/** Date.parse takes the 30th of February for the 2nd of March. */
function realDay(text: string): boolean {
  const day = text.slice(0, 10);
  const parsed = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(day);
}
