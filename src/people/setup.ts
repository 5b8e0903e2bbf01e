import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { RecordEvents } from '../evidence/index.ts';
import { type Clock, type PersonId, SallyportError } from '../kernel/index.ts';
import type { Actor } from './actor.ts';
import { listOwners } from './owners.ts';
import type { People } from './people.ts';
import type { FaceSampleRepository, PasswordRepository, Person, PersonRepository } from './repositories.ts';
import { normaliseUserName } from './user-name.ts';

/** Kept sealed under the settings name `setup`. */
export interface SetupState {
  /** True once an owner who can sign in exists. */
  finished: boolean;
  /** Hex SHA-256 of the link's token; null when no link is valid. */
  tokenHash: string | null;
  expiresAt: number;
  /** Whom the open link has made so far. */
  administratorId: PersonId | null;
}

interface SetupRepositories {
  settings: { get(name: string): Promise<unknown>; put(name: string, value: unknown): Promise<void> };
  people: PersonRepository;
  passwords: PasswordRepository;
  faceSamples: FaceSampleRepository;
}

export interface SetupOptions {
  ledger: {
    transaction<T>(work: (tx: SetupRepositories & { record: RecordEvents }) => Promise<T>): Promise<T>;
  };
  store: SetupRepositories & { checkpoint(): Promise<void> };
  people: People<SetupRepositories & { record: RecordEvents }>;
  clock: Clock;
}

export interface FirstAdministrator {
  userName: string;
  displayName: string;
  email: string;
  password: string;
}

export interface Setup {
  isFinished(): Promise<boolean>;
  /** A new token, valid for a day; the one before is void. Whoever runs the machine may always ask for one. */
  makeToken(): Promise<string>;
  /**
   * Throws `set_up_done` when no link is open, `set_up_token_wrong` for a wrong or expired one, and for one that another
   * browser has used: `actor.id` is who is signed in at this one.
   */
  makeAdministrator(token: string, who: FirstAdministrator, actor: Actor): Promise<Person>;
  /** Voids the link. Throws `not_enough_samples` while nobody could sign in. */
  finish(actor: Actor): Promise<void>;
}

const LINK_VALID_MS = 24 * 3_600_000;
const NAME = 'setup';
const FRESH: SetupState = { finished: false, tokenHash: null, expiresAt: 0, administratorId: null };
const sha256 = (text: string) => createHash('sha256').update(text).digest();

export function createSetup({ ledger, store, people, clock }: SetupOptions): Setup {
  const load = async (settings: SetupRepositories['settings']) =>
    ((await settings.get(NAME)) as SetupState | null) ?? FRESH;

  /** Once somebody used the link, it is theirs alone: `presentId` is who is signed in at the asking browser. */
  function demandToken(state: SetupState, token: string, presentId: PersonId | null): void {
    if (!state.tokenHash) throw new SallyportError('set_up_done');
    const same = timingSafeEqual(Buffer.from(state.tokenHash, 'hex'), sha256(token));
    const used = state.administratorId !== null && state.administratorId !== presentId;
    if (!same || used || clock.now() > state.expiresAt) throw new SallyportError('set_up_token_wrong');
  }

  return {
    isFinished: async () => (await load(store.settings)).finished,

    async makeToken() {
      const token = randomBytes(24).toString('base64url');
      await ledger.transaction(async (tx) => {
        const state = await load(tx.settings);
        const tokenHash = sha256(token).toString('hex');
        await tx.settings.put(NAME, {
          ...state,
          tokenHash,
          expiresAt: clock.now() + LINK_VALID_MS,
          administratorId: null,
        });
      });
      return token;
    },

    async makeAdministrator(token, { userName, displayName, email, password }, actor) {
      const state = await load(store.settings);
      demandToken(state, token, actor.id);
      const earlier = state.administratorId ? await store.people.find(state.administratorId) : null;
      if (earlier && normaliseUserName(earlier.userName) === normaliseUserName(userName)) {
        const person = await people.change(earlier.id, { displayName, email }, actor);
        await people.setPassword(earlier.id, password, actor);
        return person;
      }
      const who = { userName, displayName, email, password, roles: ['owner' as const] };
      const person = await people.add(who, { ...actor, id: null }, async (tx, id) => {
        const current = await load(tx.settings);
        demandToken(current, token, actor.id);
        const replacedId = current.administratorId;
        if (replacedId) {
          await tx.people.erase(replacedId);
          await tx.record([
            { type: 'person.erased', facts: {}, personId: replacedId, ipAddress: actor.ipAddress },
          ]);
        }
        await tx.settings.put(NAME, { ...current, administratorId: id });
      });
      if (earlier) await store.checkpoint();
      return person;
    },

    async finish(actor) {
      await ledger.transaction(async (tx) => {
        if ((await listOwners(tx)).length === 0) throw new SallyportError('not_enough_samples');
        await tx.settings.put(NAME, { ...FRESH, finished: true });
        await tx.record([
          { type: 'setup.finished', facts: {}, actorId: actor.id, ipAddress: actor.ipAddress },
        ]);
      });
    },
  };
}
