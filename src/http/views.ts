import { type AccessPoint, type Attempt, type Flow, triesOf } from '../access/index.ts';
import type { DeliveryTry, Obligation } from '../alerts/index.ts';
import { describeEvent } from '../evidence/index.ts';
import type { AccessPointId, EventRecord, PersonId } from '../kernel/index.ts';
import type { FaceSample, Person } from '../people/index.ts';
import type { HttpServices } from './services.ts';

type Store = HttpServices['store'];

/** Looks names up for one answer; the log itself holds ids. */
export function createNameBook(store: Pick<Store, 'people' | 'accessPoints'>) {
  const people = new Map<string, Promise<Person | null>>();
  const points = new Map<string, Promise<AccessPoint | null>>();
  const once = <K extends string, V>(book: Map<string, Promise<V>>, id: K, find: (id: K) => Promise<V>) => {
    const known = book.get(id) ?? find(id);
    book.set(id, known);
    return known;
  };
  return {
    person: (id: PersonId) => once(people, id, (one) => store.people.find(one)),
    accessPoint: (id: AccessPointId) => once(points, id, (one) => store.accessPoints.find(one)),
  };
}
export type NameBook = ReturnType<typeof createNameBook>;

const personRef = (id: string, person: Person | null) => ({
  id,
  displayName: person?.displayName ?? 'an erased person',
});

export async function viewEvent(event: EventRecord, names: NameBook) {
  const person = event.personId ? await names.person(event.personId) : null;
  const actor = event.actorId ? await names.person(event.actorId) : null;
  const point = event.accessPointId ? await names.accessPoint(event.accessPointId) : null;
  const ref = (id: PersonId | null | undefined, who: Person | null) => (id ? personRef(id, who) : null);
  const told = describeEvent(event, {
    person: ref(event.personId, person)?.displayName ?? null,
    actor: ref(event.actorId, actor)?.displayName ?? null,
    accessPoint: point?.name ?? null,
  });
  return {
    seq: event.seq,
    at: event.at,
    type: event.type,
    ...told,
    person: ref(event.personId, person),
    actor: ref(event.actorId, actor),
    accessPoint: point && { id: point.id, name: point.name, place: point.place },
    attemptId: event.attemptId ?? null,
    ipAddress: event.ipAddress ?? null,
    snapshotId: event.snapshotId ?? null,
    facts: event.facts as Record<string, unknown>,
  };
}

export const viewFaceSample = (
  { id, takenAt, quality01, variant, attemptId }: FaceSample,
  currentVariant: string,
) => ({ ...{ id, takenAt, quality01, attemptId }, current: variant === currentVariant });

export async function viewDelivery(
  obligation: Obligation & { history: DeliveryTry[] },
  event: EventRecord | null,
  names: NameBook,
) {
  const { id, channel, state, createdAt, dueAt, endedAt, tries, history } = obligation;
  const recipient = await names.person(obligation.recipientId);
  return {
    ...{ id, channel, state, createdAt, dueAt, endedAt, tries },
    recipient: recipient && { id: recipient.id, displayName: recipient.displayName },
    history: history.map(({ at, outcome, response }) => ({ at, outcome, response })),
    event: event && (await viewEvent(event, names)),
  };
}

export function viewFlow(id: AccessPoint['flowId'], flow: Flow | null) {
  const steps = (flow?.steps ?? []).map(({ anyOf, timeLimitMs, liveness }) => ({
    ...{ factors: anyOf, timeLimitMs },
    liveness: liveness === true,
  }));
  const watched = flow?.watch !== undefined;
  return { id, name: flow?.name ?? 'Unknown flow', description: flow?.description ?? '', steps, watched };
}

export async function viewAccessPoint(
  { id, name, place, kind, screens, flowId }: AccessPoint,
  flows: Pick<Store['flows'], 'find'>,
  lockedMs: number,
) {
  const flow = viewFlow(flowId, await flows.find(flowId));
  return { id, name, place, kind, screens, flow, lockedMs: lockedMs > 0 ? lockedMs : null };
}

type Outcome = 'invalid' | 'unauthorised' | 'no_face' | 'throttled' | 'timed_out' | 'cancelled' | 'closed';

/** What the person before the screen may know: not whether a user name exists, nor how near a face came. */
function tellOutcome(attempt: Attempt): { outcome: Outcome; message: string } {
  const factors = attempt.steps[attempt.stepIndex]?.anyOf ?? [];
  const atFace = factors.includes('face');
  switch (attempt.reason) {
    case 'no_face':
      return {
        outcome: 'no_face',
        message: 'No face was seen in time. The attempt was refused and reported.',
      };
    case 'liveness_failed':
      return {
        outcome: 'unauthorised',
        message:
          'The camera could not see that a living person did what was asked. The attempt was refused and reported.',
      };
    case 'throttled':
      return { outcome: 'throttled', message: 'Too many failed tries. Wait a little and try again.' };
    case 'timed_out':
      return { outcome: 'timed_out', message: 'That took too long. Please start again.' };
    case 'cancelled':
      return { outcome: 'cancelled', message: 'The attempt was given up.' };
    case 'factor_missing':
      // Where a code would have been sent, the refusal does not tell that there is nowhere to send it to.
      if (factors.some((kind) => kind === 'email_otp' || kind === 'sms_otp'))
        return { outcome: 'invalid', message: 'That was not right.' };
      return {
        outcome: 'unauthorised',
        message: atFace
          ? 'No face is enrolled for you yet. Ask an administrator.'
          : 'More is asked for here than you can show yet. Ask an administrator.',
      };
    case 'out_of_schedule':
    case 'locked_down':
      return { outcome: 'closed', message: 'Nobody may pass here at this time.' };
    case 'no_permission':
      return { outcome: 'unauthorised', message: 'You may not pass here.' };
    default:
      return atFace
        ? {
            outcome: 'unauthorised',
            message: 'You are not authorised here. The attempt was refused and reported.',
          }
        : {
            outcome: 'invalid',
            message: factors.includes('password')
              ? 'The user name or the password is not right.'
              : 'That was not right.',
          };
  }
}

const LOCKED = {
  outcome: 'locked' as const,
  message: 'Too many wrong tries. This place is locked, and somebody has been told.',
};

export async function viewAttempt(
  attempt: Attempt,
  names: NameBook,
  { retryAfterMs, locked } = { retryAfterMs: 0, locked: false },
) {
  const point = await names.accessPoint(attempt.accessPointId);
  const step = attempt.steps[attempt.stepIndex];
  const person =
    attempt.status === 'granted' && attempt.personId ? await names.person(attempt.personId) : null;
  const refused = attempt.status !== 'denied' ? null : locked ? LOCKED : tellOutcome(attempt);
  return {
    id: attempt.id,
    status: attempt.status,
    accessPoint: {
      id: attempt.accessPointId,
      name: point?.name ?? '',
      kind: point?.kind ?? ('kiosk' as const),
    },
    step:
      attempt.status === 'open' && step
        ? {
            number: attempt.stepIndex + 1,
            of: attempt.steps.length,
            factors: step.anyOf,
            timeLimitMs: step.timeLimitMs,
            deadlineAt: attempt.deadlineAt,
            triesLeft: triesOf(attempt, step.anyOf[0]!) - attempt.wrongTries,
            failed: attempt.wrongTries > 0,
            demanded: step.demanded === true,
          }
        : null,
    outcome: person ? ('welcome' as const) : (refused?.outcome ?? null),
    message: person ? 'You may pass.' : (refused?.message ?? null),
    displayName: person?.displayName ?? null,
    retryAfterMs: retryAfterMs > 0 ? retryAfterMs : null,
  };
}
