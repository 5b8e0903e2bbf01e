import type { RecordEvents } from '../evidence/index.ts';
import { type AccessPointId, type Clock, newId, type ReaderId, SallyportError } from '../kernel/index.ts';
import type { Actor } from '../people/index.ts';
import { newKey, readKey } from './held-key.ts';
import type { Reader, ReaderRepository } from './reader.ts';
import type { AccessPointRepository } from './repositories.ts';

export interface NewReader {
  name: string;
  accessPointId: AccessPointId;
  leastConfidence: number;
}

export interface ReadersOptions {
  ledger: {
    transaction<T>(
      work: (tx: {
        readers: ReaderRepository;
        accessPoints: Pick<AccessPointRepository, 'find'>;
        record: RecordEvents;
      }) => Promise<T>,
    ): Promise<T>;
  };
  store: Pick<ReaderRepository, 'find'>;
  clock: Clock;
}

export interface Readers {
  /** The key goes to whoever adds it, this once. Only a kiosk has readers; throws `bad_input` for another place. */
  add(reader: NewReader, actor: Actor): Promise<{ reader: Reader; key: string }>;
  /** Throws `not_found`. */
  remove(id: ReaderId, actor: Actor): Promise<void>;
  /** Whose key it is; null for nobody's. */
  authenticate(key: string): Promise<Reader | null>;
}

export function createReaders({ ledger, store, clock }: ReadersOptions): Readers {
  return {
    async add({ name, accessPointId, leastConfidence }, actor) {
      const { secretHash, keyOf } = newKey();
      const reader: Reader = {
        ...{ id: newId<ReaderId>(), name, accessPointId, leastConfidence, createdAt: clock.now() },
        keyHash: secretHash,
      };
      await ledger.transaction(async (tx) => {
        // A sign-in ends in a session of whoever began it; no device may take part in that.
        if ((await tx.accessPoints.find(accessPointId))?.kind !== 'kiosk')
          throw new SallyportError('bad_input', { sentence: 'A reader belongs to a kiosk. Choose one.' });
        await tx.readers.add(reader);
        await tx.record([{ type: 'reader.added', ...about(reader, actor) }]);
      });
      return { reader, key: keyOf(reader.id) };
    },

    remove: (id, actor) =>
      ledger.transaction(async (tx) => {
        const reader = await tx.readers.find(id);
        if (!reader || !(await tx.readers.remove(id))) throw new SallyportError('not_found');
        await tx.record([{ type: 'reader.removed', ...about(reader, actor) }]);
      }),

    authenticate: (key) => readKey(key, (id) => store.find(id as ReaderId)),
  };
}

const about = ({ id, accessPointId }: Reader, actor: Actor) => ({
  facts: { readerId: id },
  ...{ accessPointId, actorId: actor.id, ipAddress: actor.ipAddress },
});
