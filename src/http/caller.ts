import type { Access, Sessions } from '../access/index.ts';
import { SallyportError } from '../kernel/index.ts';
import { type Actor, type PersonRepository, permissionsOf } from '../people/index.ts';
import type { RoutePermission } from './contract/index.ts';
import type { Asking, Caller, CookieName } from './handlers.ts';

/** The one permission that whoever holds the master key has without a session. */
const CONSOLE: RoutePermission = 'sealing.write';

interface Doorkeeper {
  access: Pick<Access, 'authenticate'>;
  sessions: Pick<Sessions, 'authenticate' | 'expiresAt'>;
  people: Pick<PersonRepository, 'find'>;
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

/** The one place where a request is let through or refused. Refuses by default: an unknown permission opens nothing. */
export function createAuthorise({ access, sessions, people, isOperator }: Doorkeeper) {
  return async function authorise(
    permission: RoutePermission,
    cookies: Record<CookieName, string | undefined>,
    { authorization, ...from }: Asking,
  ): Promise<Caller> {
    const caller: Caller = { ...from, signedIn: null, attempt: null };
    if (permission === 'always') return caller;
    if (permission === CONSOLE && authorization && isOperator(authorization, from.ipAddress)) return caller;
    if (permission === 'attempt') {
      const attempt = cookies.attempt ? await access.authenticate(cookies.attempt) : null;
      if (!attempt) throw new SallyportError('attempt_over');
      return { ...caller, attempt };
    }
    const session = cookies.session ? await sessions.authenticate(cookies.session) : null;
    const person = session ? await people.find(session.personId) : null;
    const signedIn = session && person?.status === 'active';
    // Open to everybody; who is signed in all the same is known.
    if (permission === 'public' && !signedIn) return caller;
    if (!signedIn) throw new SallyportError('not_signed_in');
    const permissions = permissionsOf(person.roles);
    if (permission !== 'public' && permission !== 'signed_in' && !permissions.has(permission))
      throw new SallyportError('no_permission');
    return { ...caller, signedIn: { session, person, permissions, expiresAt: sessions.expiresAt(session) } };
  };
}
