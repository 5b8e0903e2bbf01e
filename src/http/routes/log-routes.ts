import { describeTrace } from '../../access/index.ts';
import { type DeliveryTry, type Obligation, receivesAlerts } from '../../alerts/index.ts';
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
import { mayKnowOf, tell } from '../discretion.ts';
import type { Caller, Handlers } from '../handlers.ts';
import type { HttpServices } from '../services.ts';
import { createNameBook, type NameBook, viewDelivery, viewEvent } from '../views.ts';

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

  async function eventBySeq(seq: number): Promise<EventRecord | null> {
    return (await store.events.list({ beforeSeq: seq + 1, limit: 1 }))[0] ?? null;
  }

  type Page = Omit<Parameters<typeof store.outbox.list>[0], 'silent'>;

  /** What is owed, as far as the caller may know of it. */
  async function listObligations(page: Page, { signedIn }: Caller) {
    const silent = signedIn!.permissions.has('duress.receive');
    const found = await store.outbox.list({ ...page, silent });
    const known = await Promise.all(
      found.map(
        async (one) => !one.facts.silent || mayKnowOf(one, await eventBySeq(one.facts.eventSeq), signedIn!),
      ),
    );
    const next = found.length >= page.limit ? (found.at(-1)?.createdAt ?? null) : null;
    return { owed: found.filter((_, index) => known[index]), next };
  }

  async function viewOwed(
    one: Obligation & { history: DeliveryTry[] },
    book: NameBook,
    { signedIn }: Caller,
  ) {
    const event = await eventBySeq(one.facts.eventSeq);
    return viewDelivery(one, event && tell(event, signedIn!), book);
  }

  /** Reads on until `limit` fit, so that a page is full whenever there is enough. */
  async function pageOf(query: EventQuery, fits: (event: EventRecord) => boolean, { signedIn }: Caller) {
    const found: EventRecord[] = [];
    let beforeSeq = query.beforeSeq;
    for (let page = 0; page < MOST_PAGES; page++) {
      const events = await store.events.list({ ...query, ...(beforeSeq ? { beforeSeq } : {}) });
      for (const event of events) {
        beforeSeq = event.seq;
        const told = tell(event, signedIn!);
        if (fits(told)) found.push(told);
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
    async getOverview({ caller }) {
      const people = await store.people.list();
      const samples = await store.faceSamples.counts();
      const count = async (state: 'waiting' | 'rejected') =>
        (await listObligations({ limit: 200, state }, caller)).owed.length;
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
      const attemptId = params.id as AttemptId;
      const attempt = await store.attempts.find(attemptId);
      const events = (await store.events.list({ attemptId, limit: 200 })).reverse();
      if (!attempt && events.length === 0) throw new SallyportError('not_found');
      const seqs = new Map(events.map((event) => [event.seq, event]));
      const book = names();
      const deliveries = (await listObligations({ limit: 200 }, caller)).owed.filter(({ facts }) =>
        seqs.has(facts.eventSeq),
      );
      return {
        events: await Promise.all(events.map((event) => viewEvent(tell(event, caller.signedIn!), book))),
        deliveries: await Promise.all(deliveries.map((one) => viewOwed(one, book, caller))),
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
          const told = tell(event, (await askAgain()).signedIn!);
          send('event', await viewEvent(told, names()));
        };
        return news.subscribe((event) => void pass(event).catch(() => undefined));
      },

    async listDeliveries({ query: { limit, beforeAt, state }, caller }) {
      const page = { limit, ...(beforeAt ? { beforeAt } : {}), ...(state ? { state } : {}) };
      const { owed, next } = await listObligations(page, caller);
      const book = names();
      return {
        deliveries: await Promise.all(owed.map((one) => viewOwed(one, book, caller))),
        nextBeforeAt: next,
      };
    },

    async retryDelivery({ params, caller }) {
      const found = await store.outbox.find(params.id as ObligationId);
      const event = found && (await eventBySeq(found.facts.eventSeq));
      if (!found || !mayKnowOf(found, event, caller.signedIn!)) throw new SallyportError('not_found');
      if (!(await store.outbox.retryNow(params.id as ObligationId, clock.now())))
        throw new SallyportError('not_found');
      mail.retryNow();
    },
  };
}
