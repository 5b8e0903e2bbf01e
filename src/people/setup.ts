import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { RecordEvents } from '../evidence/index.ts';
import { type Clock, type PersonId, SallyportError } from '../kernel/index.ts';
import { SAMPLES } from './enrolment.ts';
import type { Actor, People } from './people.ts';
import type { FaceSampleRepository, PasswordRepository, Person, PersonRepository } from './repositories.ts';
import { permissionsOf } from './roles.ts';

/** Kept sealed under the settings name `setup`. */
export interface SetupState {
  /** True once an administrator who can sign in exists. */
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
  store: SetupRepositories;
  people: People;
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
  /** Throws `set_up_done` when no link is open, `set_up_token_wrong` for a wrong or expired one. */
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

  async function demandToken(token: string): Promise<SetupState> {
    const state = await load(store.settings);
    if (!state.tokenHash) throw new SallyportError('set_up_done');
    const same = timingSafeEqual(Buffer.from(state.tokenHash, 'hex'), sha256(token));
    if (!same || clock.now() > state.expiresAt) throw new SallyportError('set_up_token_wrong');
    return state;
  }

  async function canSignIn(tx: SetupRepositories): Promise<boolean> {
    const samples = await tx.faceSamples.counts();
    for (const { id, roles, status } of await tx.people.list()) {
      const enough = (samples.get(id) ?? 0) >= SAMPLES.least;
      if (
        enough &&
        status === 'active' &&
        permissionsOf(roles).has('people.write') &&
        (await tx.passwords.find(id))
      )
        return true;
    }
    return false;
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
      const state = await demandToken(token);
      const earlier = state.administratorId ? await store.people.find(state.administratorId) : null;
      if (earlier && earlier.userName === userName) {
        const person = await people.change(earlier.id, { displayName, email }, actor);
        await people.setPassword(earlier.id, password, actor);
        return person;
      }
      const person = await people.add(
        { userName, displayName, email, password, roles: ['administrator'] },
        actor,
      );
      await ledger.transaction(async (tx) => {
        if (earlier) {
          await tx.people.erase(earlier.id);
          await tx.record([
            { type: 'person.erased', facts: {}, personId: earlier.id, ipAddress: actor.ipAddress },
          ]);
        }
        await tx.settings.put(NAME, { ...(await load(tx.settings)), administratorId: person.id });
      });
      return person;
    },

    async finish(actor) {
      await ledger.transaction(async (tx) => {
        if (!(await canSignIn(tx))) throw new SallyportError('not_enough_samples');
        await tx.settings.put(NAME, { ...FRESH, finished: true });
        await tx.record([
          { type: 'setup.finished', facts: {}, actorId: actor.id, ipAddress: actor.ipAddress },
        ]);
      });
    },
  };
}
