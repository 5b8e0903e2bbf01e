import type { Access, Readers, Screens, Sessions } from '../access/index.ts';
import { type Clock, SallyportError } from '../kernel/index.ts';
import {
  type Actor,
  type Giver,
  mayGive,
  type PersonRepository,
  type Role,
  type RoleBook,
  standingOf,
} from '../people/index.ts';
import type { RouteDemands } from './contract/index.ts';
import type { Asking, Caller, CookieName, SignedIn } from './handlers.ts';

/** The one permission that whoever holds the master key has without a session. */
const CONSOLE: RouteDemands['permission'] = 'sealing.write';

interface Doorkeeper {
  access: Pick<Access, 'authenticate'>;
  readers: Pick<Readers, 'authenticate'>;
  screens: Pick<Screens, 'authenticate'>;
  sessions: Pick<Sessions, 'authenticate' | 'expiresAt' | 'isFresh'>;
  people: Pick<PersonRepository, 'find'>;
  roles: Pick<RoleBook, 'permissionsOf'>;
  clock: Clock;
  /** Whether an owner who can sign in exists: until then nobody could confirm that it is they. */
  isSetUp(): Promise<boolean>;
  /** Whether this header proves that the operator at the console asks. */
  isOperator(authorization: string, ipAddress: string): boolean;
}

/** Who does it, for the log. */
export const actorOf = (caller: Caller): Actor => ({
  id: caller.signedIn?.person.id ?? null,
  ipAddress: caller.ipAddress,
});

/** The same, as the fields of an event. */
export const by = (caller: Caller) => ({ actorId: actorOf(caller).id, ipAddress: caller.ipAddress });

/** What a caller may hand on. */
export const giverOf = ({ signedIn }: Caller): Giver => ({
  roles: signedIn?.person.roles ?? [],
  permissions: signedIn?.permissions ?? new Set(),
});

/** Nobody gives what they do not hold, nor changes the credentials of somebody who may do more. */
export async function demandRightToGive(
  book: Pick<RoleBook, 'permissionsOf'>,
  caller: Caller,
  roles: readonly Role[],
): Promise<void> {
  if (!(await mayGive(book, giverOf(caller), roles))) throw new SallyportError('no_permission');
}

/** The one place where a request is let through or refused. Refuses by default: an unknown permission opens nothing. */
export function createAuthorise(doorkeeper: Doorkeeper) {
  const { access, readers, screens, sessions, people, roles, clock, isSetUp, isOperator } = doorkeeper;

  async function findSignedIn(token: string | undefined, waiting: boolean): Promise<SignedIn | null> {
    const session = token ? await sessions.authenticate(token, waiting) : null;
    const person = session ? await people.find(session.personId) : null;
    if (!session || !person || standingOf(person, clock.now()) !== 'ok') return null;
    const permissions = await roles.permissionsOf(person.roles);
    return { session, person, permissions, expiresAt: await sessions.expiresAt(session) };
  }

  async function demandAttempt(token: string | undefined) {
    const attempt = token ? await access.authenticate(token) : null;
    if (!attempt) throw new SallyportError('attempt_over');
    return attempt;
  }

  async function demandReader(authorization = '') {
    const key = /^Bearer (\S+)$/i.exec(authorization)?.[1];
    const reader = key ? await readers.authenticate(key) : null;
    if (!reader) throw new SallyportError('reader_unknown');
    return reader;
  }

  return async function authorise(
    { permission, fresh, withAttempt }: RouteDemands,
    cookies: Record<CookieName, string | undefined>,
    { authorization, ...from }: Asking,
    waiting = false,
  ): Promise<Caller> {
    const caller: Caller = { ...from, signedIn: null, attempt: null, reader: null, screen: null };
    if (permission === 'always') return caller;
    if (permission === CONSOLE && authorization && isOperator(authorization, from.ipAddress)) return caller;
    if (permission === 'reader') return { ...caller, reader: await demandReader(authorization) };
    if (permission === 'attempt') return { ...caller, attempt: await demandAttempt(cookies.attempt) };
    const signedIn = await findSignedIn(cookies.session, waiting);
    // Open to everybody; who is signed in all the same is known, and which screen asks.
    if (permission === 'public') {
      const screen = cookies.screen ? await screens.authenticate(cookies.screen) : null;
      return { ...caller, signedIn, screen };
    }
    if (!signedIn) throw new SallyportError('not_signed_in');
    if (permission !== 'signed_in' && !signedIn.permissions.has(permission))
      throw new SallyportError('no_permission');
    if (fresh && !sessions.isFresh(signedIn.session) && (await isSetUp()))
      throw new SallyportError('fresh_authentication_needed');
    return { ...caller, signedIn, attempt: withAttempt ? await demandAttempt(cookies.attempt) : null };
  };
}
