import { createHash, randomInt } from 'node:crypto';
import type { RecordEvents } from '../evidence/index.ts';
import { type AccessPointId, type Clock, newId, SallyportError, type ScreenId } from '../kernel/index.ts';
import type { Actor } from '../people/index.ts';
import { newKey, readKey } from './held-key.ts';
import type { AccessPointRepository } from './repositories.ts';
import type { Screen, ScreenRepository } from './screen.ts';

interface ScreenTransaction {
  screens: ScreenRepository;
  accessPoints: Pick<AccessPointRepository, 'find'>;
  record: RecordEvents;
}

export interface ScreensOptions {
  ledger: { transaction<T>(work: (tx: ScreenTransaction) => Promise<T>): Promise<T> };
  store: { screens: Pick<ScreenRepository, 'find'>; accessPoints: Pick<AccessPointRepository, 'find'> };
  clock: Clock;
}

export interface Screens {
  /** A code for whoever stands before the tablet; good once, and soon void. Throws `not_found`, `bad_input` for a login. */
  offer(
    screen: { accessPointId: AccessPointId; name: string },
    actor: Actor,
  ): Promise<{ code: string; expiresAt: number }>;
  /** `key` goes into the browser's cookie and nowhere else; what it was paired with before ends. Throws `pairing_code_wrong`. */
  pair(code: string, former: Screen | null, ipAddress: string): Promise<{ screen: Screen; key: string }>;
  /** Throws `not_found`. */
  remove(id: ScreenId, actor: Actor): Promise<void>;
  /** Whose key it is; null for nobody's. */
  authenticate(key: string): Promise<Screen | null>;
}

const VALID_MS = 10 * 60_000;
/** Without what is mistaken for something else: 8 of 31 are 40 bits, for ten minutes. */
const LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const LENGTH = 8;

const drawCode = () => Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
/** As people type it: in small letters, with a dash or spaces. */
const plain = (typed: string) => typed.toUpperCase().replace(/[^A-Z0-9]/g, '');

export function createScreens({ ledger, store, clock }: ScreensOptions): Screens {
  /** By the hash of their code. A restart voids them: then a new one is made. */
  const offers = new Map<
    string,
    { accessPointId: AccessPointId; name: string; by: Actor; expiresAt: number }
  >();

  function takeOffer(code: string) {
    for (const [hash, { expiresAt }] of offers) if (expiresAt <= clock.now()) offers.delete(hash);
    const hash = hashOf(plain(code));
    const offer = offers.get(hash);
    offers.delete(hash);
    if (!offer) throw new SallyportError('pairing_code_wrong');
    return offer;
  }

  return {
    async offer(screen, by) {
      const point = await store.accessPoints.find(screen.accessPointId);
      if (!point) throw new SallyportError('not_found');
      if (point.kind !== 'kiosk')
        throw new SallyportError('bad_input', { sentence: 'A screen is paired with a kiosk. Choose one.' });
      const code = drawCode();
      const expiresAt = clock.now() + VALID_MS;
      offers.set(hashOf(code), { ...screen, by, expiresAt });
      return { code, expiresAt };
    },

    async pair(code, former, ipAddress) {
      const { accessPointId, name, by } = takeOffer(code);
      const { secretHash, keyOf } = newKey();
      const id = newId<ScreenId>();
      const screen: Screen = { id, name, accessPointId, keyHash: secretHash, createdAt: clock.now() };
      await ledger.transaction(async (tx) => {
        if (!(await tx.accessPoints.find(accessPointId))) throw new SallyportError('pairing_code_wrong');
        if (former && (await tx.screens.remove(former.id)))
          await tx.record([{ type: 'screen.removed', ...about(former, { id: by.id, ipAddress }) }]);
        await tx.screens.add(screen);
        await tx.record([{ type: 'screen.paired', ...about(screen, { id: by.id, ipAddress }) }]);
      });
      return { screen, key: keyOf(id) };
    },

    remove: (id, actor) =>
      ledger.transaction(async (tx) => {
        const screen = await tx.screens.find(id);
        if (!screen || !(await tx.screens.remove(id))) throw new SallyportError('not_found');
        await tx.record([{ type: 'screen.removed', ...about(screen, actor) }]);
      }),

    authenticate: (key) => readKey(key, (id) => store.screens.find(id as ScreenId)),
  };
}

const about = ({ id, accessPointId }: Screen, actor: Actor) => ({
  facts: { screenId: id },
  ...{ accessPointId, actorId: actor.id, ipAddress: actor.ipAddress },
});
