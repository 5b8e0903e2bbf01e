import type { EventRepository } from '../evidence/index.ts';
import type { EventRecord } from '../kernel/index.ts';
import type { Permission } from '../people/index.ts';

const knows = (permissions: ReadonlySet<Permission>) => permissions.has('duress.receive');

const isSilentAlarm = ({ facts }: EventRecord) => (facts as { duress?: unknown }).duress !== undefined;

/**
 * An event as somebody with these permissions may see it. Of a silent alarm nobody learns but those who receive them:
 * it reads as what it looked like, and the messages sent about it are not there at all (null).
 */
export type Tell = (event: EventRecord, permissions: ReadonlySet<Permission>) => Promise<EventRecord | null>;

export function createDiscretion(events: Pick<EventRepository, 'list'>): Tell {
  async function tellsOfSilentAlarm({ type, attemptId }: EventRecord): Promise<boolean> {
    if (!type.startsWith('alert.') || !attemptId) return false;
    return (await events.list({ attemptId, limit: 200 })).some(isSilentAlarm);
  }

  return async (event, permissions) => {
    if (knows(permissions)) return event;
    if (await tellsOfSilentAlarm(event)) return null;
    if (!isSilentAlarm(event)) return event;
    const { duress: _, ...facts } = event.facts as Record<string, unknown>;
    return { ...event, facts } as EventRecord;
  };
}

/** Whether somebody may know that a message about this event was owed to anybody. */
export const mayKnowOf = (event: EventRecord | null, permissions: ReadonlySet<Permission>): boolean =>
  event === null || knows(permissions) || !isSilentAlarm(event);
