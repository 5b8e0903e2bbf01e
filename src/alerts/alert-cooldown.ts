import type { EventRepository } from '../evidence/index.ts';
import { type EventRecord, type EventType, networkOf } from '../kernel/index.ts';
import { ALERT_TYPES, isAlert } from './alert-rules.ts';

const WINDOW_MS = 10 * 60_000;
const HOUR_MS = 60 * 60_000;
/** So many within the window are each mailed; after that only the 10th, 20th, 40th … */
const EACH_MAILED = 5;
const FIRST_STEP = 10;
const LAST_STEP = 640;
/** Denials read back: few as a rule; and as many as two windows hold in which the last step is not yet passed. */
const READ_BACK = [32, 2 * LAST_STEP + 120];

/** What is counted together. */
export interface Counted {
  types: EventType[];
  counts(event: EventRecord): boolean;
}

const ALERTS: Counted = { types: ALERT_TYPES, counts: isAlert };

export interface Cooldown {
  mailed: boolean;
  /** Alerts at the same place in the last ten minutes, this one among them. */
  alertsLately: number;
  /** Whether there are so many that not every one is mailed. */
  many: boolean;
}

/**
 * Whoever stands before a door can cause alerts as fast as they can be refused, and must not be able to fill the
 * owner's mailbox and hide among the mails. Decided from the log alone, so a restart forgets nothing. Denials that are
 * no alerts can push alerts out of what is read back: then more is mailed, never less.
 */
export async function decideCooldown(
  event: EventRecord,
  events: Pick<EventRepository, 'list'>,
  counted: Counted = ALERTS,
): Promise<Cooldown> {
  const times = await listAlertTimes(event, events, counted);
  const alertsLately = countWindow(times, 0);
  return { mailed: isMailed(times), alertsLately, many: alertsLately >= EACH_MAILED };
}

/** At the same access point, or from the same address where there is none; newest first, this one among them. */
async function listAlertTimes(
  event: EventRecord,
  events: Pick<EventRepository, 'list'>,
  { types, counts }: Counted,
): Promise<number[]> {
  const accessPointId = event.accessPointId ?? undefined;
  const sender = ({ ipAddress }: EventRecord) => networkOf(ipAddress ?? '');
  const isHere = (one: EventRecord) => accessPointId || (!one.accessPointId && sender(one) === sender(event));
  let found: EventRecord[] = [];
  for (const limit of READ_BACK) {
    found = await events.list({ types, accessPointId, beforeSeq: event.seq + 1, limit });
    if (found.length < limit || found.at(-1)!.at <= event.at - 2 * WINDOW_MS) break;
  }
  return found.filter((one) => counts(one) && isHere(one)).map(({ at }) => at);
}

/**
 * Besides the counted ones, the first of a clock hour is mailed: a flood at an even pace reaches no further step, and
 * is not to fall silent.
 */
function isMailed(times: number[]): boolean {
  const count = countWindow(times, 0);
  if (count <= EACH_MAILED) return true;
  const [now, before] = times as [number, number];
  if (Math.floor(now / HOUR_MS) !== Math.floor(before / HOUR_MS)) return true;
  const earlier = times.slice(1, count).map((_, i) => stepOf(countWindow(times, i + 1)));
  return stepOf(count) > Math.max(...earlier);
}

/** How many there were within the ten minutes that end with the alert of this index. */
function countWindow(times: number[], index: number): number {
  const from = times[index]! - WINDOW_MS;
  let end = index;
  while (end < times.length && times[end]! > from) end += 1;
  return end - index;
}

/** The largest of 10, 20, 40 … that the count has reached; 0 for none. */
function stepOf(count: number): number {
  if (count < FIRST_STEP) return 0;
  return Math.min(LAST_STEP, FIRST_STEP * 2 ** Math.floor(Math.log2(count / FIRST_STEP)));
}
