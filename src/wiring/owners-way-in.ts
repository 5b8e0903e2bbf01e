import {
  type FlowActor,
  type FlowDraft,
  isOpenToAnOwner,
  PANEL_ACCESS_POINT_ID,
  type PanelOwner,
  type PanelUse,
} from '../access/index.ts';
import type { Consequence } from '../evidence/index.ts';
import { type EventRecord, type EventType, type FactorKind, SallyportError } from '../kernel/index.ts';
import { isOwner, type Person } from '../people/index.ts';
import type { Repositories } from '../storage/index.ts';

interface OwnersWayOptions {
  panelUse(tx: Repositories, actor: FlowActor): Promise<PanelUse>;
  asOwner(tx: Repositories, person: Person): Promise<PanelOwner>;
}

/**
 * Refuses, in the transaction that would do it, to take from the last owner who gets through the panel's own flow what
 * they get through with, or that owner themselves. Whatever was closed before stays as it was. Throws `last_owner`.
 */
export function createOwnersWayIn({ panelUse, asOwner }: OwnersWayOptions): Consequence<Repositories> {
  return async (event, tx) => {
    const before = await ownerBefore(event, tx, asOwner);
    if (!before) return [];
    const point = await tx.accessPoints.find(PANEL_ACCESS_POINT_ID);
    const flow: FlowDraft | null = point && (await tx.flows.find(point.flowId));
    const asked = await panelUse(tx, { id: event.actorId ?? null, ipAddress: event.ipAddress ?? null });
    // Erased right after this event.
    const left = asked.owners.filter(({ id }) => event.type !== 'person.erased' || id !== event.personId);
    const use = { ...asked, owners: left };
    if (!flow || isOpenToAnOwner(flow, use)) return [];
    if (isOpenToAnOwner(flow, { ...use, owners: [before] })) throw new SallyportError('last_owner');
    return [];
  };
}

/** The owner as they were before the event, where it takes something from one; else null. */
async function ownerBefore(
  event: EventRecord,
  tx: Repositories,
  asOwner: OwnersWayOptions['asOwner'],
): Promise<PanelOwner | null> {
  if (!TAKES.includes(event.type)) return null;
  const person = event.personId ? await tx.people.find(event.personId) : null;
  if (!person) return null;
  const changed = event.type === 'person.changed' ? (event.facts.before as Partial<Person> | undefined) : {};
  const before: Person = { ...person, ...changed, status: 'active' };
  if (!isOwner(before)) return null;
  const owner = await asOwner(tx, before);
  return event.type === 'credential.removed' ? holding(owner, event.facts.factor) : owner;
}

const TAKES: EventType[] = ['credential.removed', 'person.suspended', 'person.changed', 'person.erased'];

const holding = (owner: PanelOwner, kind: FactorKind): PanelOwner => ({
  ...owner,
  held: [...owner.held, kind],
  couldShow: [...owner.couldShow, kind],
});
