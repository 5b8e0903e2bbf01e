import { instantWords, relativeWords } from './time-words.ts';
import { useNow } from './use-now.ts';

/** “3 minutes ago”, with the exact instant in the title. */
export function RelativeTime({ at }: { at: number }) {
  const now = useNow();
  return (
    <time dateTime={new Date(at).toISOString()} title={instantWords(at)}>
      {relativeWords(at, now)}
    </time>
  );
}

/** The time of day, with the whole instant in the title. */
export function ClockTime({ at, seconds }: { at: number; seconds?: boolean }) {
  const format: Intl.DateTimeFormatOptions = {
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds ? { second: '2-digit' } : {}),
  };
  return (
    <time dateTime={new Date(at).toISOString()} title={instantWords(at)}>
      {new Date(at).toLocaleTimeString([], format)}
    </time>
  );
}
