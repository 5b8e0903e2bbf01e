import { describeTrace } from '../../access/index.ts';
import { type Obligation, receivesAlerts } from '../../alerts/index.ts';
import type { EventQuery } from '../../evidence/index.ts';
import { describeEvent } from '../../evidence/index.ts';
import type {
  AccessPointId,
  AttemptId,
  EventRecord,
  ObligationId,
  PersonId,
  SnapshotId,
} from '../../kernel/index.ts';
import { SallyportError } from '../../kernel/index.ts';
import { createDiscretion, mayKnowOf } from '../discretion.ts';
import type { Caller, Handlers } from '../handlers.ts';
import type { HttpServices } from '../services.ts';
import { createNameBook, viewDelivery, viewEvent } from '../views.ts';

type LogRoutes = Pick<
  Handlers,
  | 'getOverview'
  | 'listEvents'
  | 'getAttemptDetails'
  | 'getSnapshot'
  | 'streamNews'
  | 'listDeliveries'
  | 'retryDelivery'
>;

const HOUR_MS = 3_600_000;
const NO_NAMES = { person: null, actor: null, accessPoint: null };
/** Pages read for one answer when a filter lets little through. */
const MOST_PAGES = 20;

export function logRoutes({ store, clock, news, mail, roles, engineStats }: HttpServices): LogRoutes {
  const names = () => createNameBook(store);
  const tell = createDiscretion(store.events);

  async function eventBySeq(seq: number): Promise<EventRecord | null> {
    return (await store.events.list({ beforeSeq: seq + 1, limit: 1 }))[0] ?? null;
  }

  /** Reads on until `limit` fit, so that a page is full whenever there is enough. */
  async function pageOf(query: EventQuery, fits: (event: EventRecord) => boolean, { signedIn }: Caller) {
    const found: EventRecord[] = [];
    let beforeSeq = query.beforeSeq;
    for (let page = 0; page < MOST_PAGES; page++) {
      const events = await store.events.list({ ...query, ...(beforeSeq ? { beforeSeq } : {}) });
      for (const event of events) {
        beforeSeq = event.seq;
        const told = await tell(event, signedIn!.permissions);
        if (told && fits(told)) found.push(told);
        if (found.length === query.limit) return { found, nextBeforeSeq: event.seq };
      }
      if (events.length < query.limit) return { found, nextBeforeSeq: null };
    }
    return { found, nextBeforeSeq: beforeSeq ?? null };
  }

  async function lastDay() {
    const hours = Array.from({ length: 24 }, (_, i) => ({
      from: clock.now() - (24 - i) * HOUR_MS,
      granted: 0,
      denied: 0,
    }));
    const types: EventRecord['type'][] = ['attempt.granted', 'attempt.denied'];
    let beforeSeq: number | undefined;
    for (let page = 0; page < MOST_PAGES; page++) {
      const events = await store.events.list({ limit: 200, types, ...(beforeSeq ? { beforeSeq } : {}) });
      for (const { type, at, seq } of events) {
        beforeSeq = seq;
        const hour = hours[Math.floor((at - hours[0]!.from) / HOUR_MS)];
        if (!hour || at < hours[0]!.from) return hours;
        hour[type === 'attempt.granted' ? 'granted' : 'denied'] += 1;
      }
      if (events.length < 200) break;
    }
    return hours;
  }

  return {
    async getOverview() {
      const people = await store.people.list();
      const samples = await store.faceSamples.counts();
      const count = async (state: 'waiting' | 'rejected') =>
        (await store.outbox.list({ limit: 200, state })).length;
      const receive = await Promise.all(people.map((one) => receivesAlerts(one, roles, clock.now())));
      return {
        people: people.length,
        peopleWithFace: people.filter(({ id }) => samples.get(id)).length,
        mailConfigured: (await mail.load()) !== null,
        alerts: {
          waiting: await count('waiting'),
          rejected: await count('rejected'),
          receivers: receive.filter(Boolean).length,
        },
        lastDay: await lastDay(),
        engine: engineStats(),
        events: (await store.events.last())?.seq ?? 0,
      };
    },

    async listEvents({ query: { limit, beforeSeq, tone, personId, accessPointId }, caller }) {
      const query: EventQuery = {
        limit,
        ...(beforeSeq ? { beforeSeq } : {}),
        ...(personId ? { personId: personId as PersonId } : {}),
        ...(accessPointId ? { accessPointId: accessPointId as AccessPointId } : {}),
      };
      const { found, nextBeforeSeq } = await pageOf(
        query,
        (event) => !tone || describeEvent(event, NO_NAMES).tone === tone,
        caller,
      );
      const book = names();
      return { events: await Promise.all(found.map((event) => viewEvent(event, book))), nextBeforeSeq };
    },

    async getAttemptDetails({ params, caller }) {
      const { permissions } = caller.signedIn!;
      const attemptId = params.id as AttemptId;
      const attempt = await store.attempts.find(attemptId);
      const events = (await store.events.list({ attemptId, limit: 200 })).reverse();
      if (!attempt && events.length === 0) throw new SallyportError('not_found');
      const seqs = new Map(events.map((event) => [event.seq, event]));
      const book = names();
      const told = await Promise.all(events.map((event) => tell(event, permissions)));
      const eventOf = ({ facts }: Obligation) => seqs.get(facts.eventSeq) ?? null;
      const deliveries = (await store.outbox.list({ limit: 200 })).filter(
        (one) => seqs.has(one.facts.eventSeq) && mayKnowOf(eventOf(one), permissions),
      );
      return {
        events: await Promise.all(told.filter((event) => event !== null).map((one) => viewEvent(one, book))),
        deliveries: await Promise.all(deliveries.map((one) => viewDelivery(one, eventOf(one), book))),
        flow: attempt ? ((await store.flows.find(attempt.flowId))?.name ?? null) : null,
        trace: describeTrace(attempt?.trace ?? []),
      };
    },

    async getSnapshot({ params }) {
      const snapshot = await store.snapshots.find(params.id as SnapshotId);
      if (!snapshot) throw new SallyportError('not_found');
      return snapshot.jpeg;
    },

    streamNews:
      async ({ askAgain }) =>
      (send) => {
        const pass = async (event: EventRecord) => {
          const told = await tell(event, (await askAgain()).signedIn!.permissions);
          if (told) send('event', await viewEvent(told, names()));
        };
        return news.subscribe((event) => void pass(event).catch(() => undefined));
      },

    async listDeliveries({ query: { limit, beforeAt, state }, caller }) {
      const deliveries = await store.outbox.list({
        limit,
        ...(beforeAt ? { beforeAt } : {}),
        ...(state ? { state } : {}),
      });
      const book = names();
      const views = deliveries.map(async (one) => {
        const event = await eventBySeq(one.facts.eventSeq);
        return mayKnowOf(event, caller.signedIn!.permissions) ? viewDelivery(one, event, book) : null;
      });
      const last = deliveries.at(-1);
      return {
        deliveries: (await Promise.all(views)).filter((view) => view !== null),
        nextBeforeAt: deliveries.length === limit && last ? last.createdAt : null,
      };
    },

    async retryDelivery({ params }) {
      if (!(await store.outbox.retryNow(params.id as ObligationId, clock.now())))
        throw new SallyportError('not_found');
      mail.retryNow();
    },
  };
}
