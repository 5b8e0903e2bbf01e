import type { Obligation } from '../alerts/index.ts';
import type { EventRecord, PersonId } from '../kernel/index.ts';
import type { Permission } from '../people/index.ts';

/** Who looks. */
export interface Viewer {
  permissions: ReadonlySet<Permission>;
  person: { id: PersonId };
}

/** Whoever is under duress has somebody looking over their shoulder: of their own they see nothing, whoever they are. */
const mayKnow = (personId: PersonId | null | undefined, { permissions, person }: Viewer): boolean =>
  permissions.has('duress.receive') && personId !== person.id;

/** Whether somebody may know which of a person's credentials is a duress twin. */
export const mayKnowTwins = mayKnow;

/**
 * An event as somebody may see it. Of a silent alarm nobody learns but those who receive them: to all others it reads as
 * what it looked like, byte for byte. What is sent about it is no event at all.
 */
export function tell(event: EventRecord, viewer: Viewer): EventRecord {
  if ((event.facts as { duress?: unknown }).duress === undefined) return event;
  if (mayKnow(event.personId, viewer)) return event;
  const { duress: _, ...facts } = event.facts as Record<string, unknown>;
  return { ...event, facts } as EventRecord;
}

/** Whether somebody may know that this message was owed to anybody; `event` is what it tells of. */
export const mayKnowOf = ({ facts }: Obligation, event: EventRecord | null, viewer: Viewer): boolean =>
  !facts.silent || mayKnow(event?.personId, viewer);
