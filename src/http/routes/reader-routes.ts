import { type AttemptAnswer, CARD_REFUSALS, type Reader, readCardNumber } from '../../access/index.ts';
import { type AccessPointId, type ReaderId, SallyportError } from '../../kernel/index.ts';
import { actorOf } from '../caller.ts';
import type { Handlers } from '../handlers.ts';
import type { HttpServices } from '../services.ts';
import { createNameBook, viewAttempt } from '../views.ts';

type ReaderRoutes = Pick<
  Handlers,
  'listReaders' | 'addReader' | 'removeReader' | 'getUnknownCard' | 'reportReading'
>;

export function readerRoutes({ store, readers, readerReports }: HttpServices): ReaderRoutes {
  async function view({ id, name, accessPointId, leastConfidence, createdAt }: Reader) {
    const point = await store.accessPoints.find(accessPointId);
    return {
      ...{ id, name, leastConfidence, createdAt },
      accessPoint: { id: accessPointId, name: point?.name ?? '' },
    };
  }

  /** For a small screen or two lamps; the name of who is let in stays here. */
  async function answer({ attempt, ...wait }: AttemptAnswer) {
    const { retryAfterMs } = wait;
    const { status, step, message } = await viewAttempt(attempt, createNameBook(store), wait);
    const result = status === 'open' ? ('next' as const) : status;
    const words = step?.failed ? 'That was not right. Try again.' : 'Go on with what is asked for now.';
    return {
      ...{ result, next: step?.factors ?? [], message: message ?? words },
      retryAfterMs: retryAfterMs > 0 ? retryAfterMs : null,
    };
  }

  return {
    listReaders: async () => ({ readers: await Promise.all((await store.readers.list()).map(view)) }),

    async addReader({ body, caller }) {
      const accessPointId = body.accessPointId as AccessPointId;
      const { reader, key } = await readers.add({ ...body, accessPointId }, actorOf(caller));
      return { reader: await view(reader), key };
    },

    async removeReader({ params, caller }) {
      await readers.remove(params.id as ReaderId, actorOf(caller));
    },

    async getUnknownCard({ params }) {
      const reader = await store.readers.find(params.id as ReaderId);
      if (!reader) throw new SallyportError('not_found');
      const unknown = readerReports.unknownCard(reader.id);
      if (!unknown) return { unknown: null };
      const reading = readCardNumber(unknown);
      const card = reading.ok ? { scheme: reading.card.scheme, uid: reading.card.uid } : null;
      const refusal = reading.ok ? null : CARD_REFUSALS[reading.refusal];
      return { unknown: { ...unknown, scheme: unknown.scheme ?? null, card, refusal } };
    },

    async reportReading({ body, caller }) {
      return answer(await readerReports.report(caller.reader!, body, caller.ipAddress));
    },
  };
}
