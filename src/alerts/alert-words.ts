/** Foreign text as one line: no control characters, and none that turn the direction of what follows. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Safe as text and within a quoted attribute. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign]!);

/** An instant on the owner's clock, in words and as ISO 8601 with its offset. */
export function formatInstant(at: number, timeZone: string): { words: string; iso: string } {
  const words = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  }).format(at);
  const offset =
    part(at, { timeZone, timeZoneName: 'longOffset' }, 'timeZoneName').replace('GMT', '') || '+00:00';
  // Swedish writes 2026-06-05 14:03:09.
  const local = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(at);
  return { words, iso: `${local.replace(' ', 'T')}${offset}` };
}

function part(at: number, options: Intl.DateTimeFormatOptions, type: Intl.DateTimeFormatPartTypes): string {
  const parts = new Intl.DateTimeFormat('en-US', options).formatToParts(at);
  return parts.find((one) => one.type === type)?.value ?? '';
}
